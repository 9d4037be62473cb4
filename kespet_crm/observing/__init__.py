"""What machines and operators see: logs without people in them, and health."""
