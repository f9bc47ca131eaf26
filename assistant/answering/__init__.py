"""From passages to a verified, cited answer."""
