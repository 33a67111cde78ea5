"""What was asked and answered, byte for byte: spooled while crawling, selected after judging, read for ever."""
