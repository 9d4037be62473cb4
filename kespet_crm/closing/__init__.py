"""What people see while the register is closed after a restore."""
