"""What the law says must be published."""
