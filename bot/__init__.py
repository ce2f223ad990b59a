"""Union Digest in Telegram: handlers, delivery, schedule ticks and the local sandbox."""
