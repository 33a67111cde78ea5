"""Articles: title, dates, document fields, body, attachments."""
