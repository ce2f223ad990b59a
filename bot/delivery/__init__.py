"""Delivery: what the outbox holds goes to Telegram, paced, once, and its fate is written down.

`pacing` decides when a request may leave, `limiter` puts that gate before every call of the bot
(replies and broadcasts alike), `sender` makes one request and says what became of it, `outcomes`
names the few things that can, `batches` keeps the outbox without blocking the loop, `loop` drives
it all.
"""
