"""The product without Telegram: pages read into articles, understood, stored, found and composed
into editions. Nothing in here knows a chat client or a scheduler."""
