"""Bringing people and companies in from files: one service for web and commands."""
