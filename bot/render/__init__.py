"""Turns values of the product into Telegram HTML: escaped, measured, split without cutting."""
