"""What report.html shows, arranged for its templates and for its script."""
