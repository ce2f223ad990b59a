"""What a message holds: text, picture or file, read from the parameters of a call.

Turns parameters into the content fields of a Bot API message; refuses empty and too long texts,
missing and too big files, pictures that are none.
"""

from __future__ import annotations

import mimetypes
from typing import Any

from bot.sandbox.entities import MAX_CAPTION, MAX_TEXT, Formatted, format_text
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.files import MAX_PHOTO, MAX_UPLOAD, StoredFile, picture_size
from bot.sandbox.model import Json
from bot.sandbox.params import NOT_UTF8, Params, Upload
from bot.sandbox.world import World

FILE_KINDS = ("photo", "document", "audio", "voice", "video", "animation", "sticker")
CONTENT = ("text", "entities", "caption", "caption_entities", "link_preview_options", *FILE_KINDS)
_EXTRA: dict[str, Json] = {
    "audio": {"duration": 0},
    "voice": {"duration": 1},
    "video": {"duration": 0, "width": 320, "height": 240},
    "animation": {"duration": 0, "width": 320, "height": 240},
    "sticker": {
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
    },
}


def text_content(world: World, params: Params) -> Json:
    """Text and entities of a message; refuses an empty one."""
    made = _formatted(world, params, "text", "entities")
    if not made.text:
        raise bad_request("message text is empty")
    content: Json = {"text": made.text}
    if made.entities:
        content["entities"] = made.entities
    if isinstance(options := params.parsed("link_preview_options"), dict):
        content["link_preview_options"] = options
    return content


def caption_content(world: World, params: Params) -> Json:
    """Caption and its entities; nothing when there is none."""
    made = _formatted(world, params, "caption", "caption_entities")
    content: Json = {"caption": made.text} if made.text else {}
    if made.entities:
        content["caption_entities"] = made.entities
    return content


def _formatted(world: World, params: Params, name: str, entities: str) -> Formatted:
    raw = params.text(name)
    limit, what = (MAX_TEXT, "text") if name == "text" else (MAX_CAPTION, "message caption")
    try:
        mode, explicit = params.text("parse_mode"), params.array(entities)
        made = format_text(raw, mode, explicit, limit, what)
    except UnicodeEncodeError:
        raise bad_request(NOT_UTF8) from None
    return Formatted(made.text, [item for item in made.entities if _known(world, item)])


def _known(world: World, entity: Json) -> bool:
    """Complete the person of a mention by id; mentions of unknown ids become plain text."""
    if entity["type"] != "text_mention":
        return True
    number = entity["user"].get("id")
    person = world.person_json(number) if isinstance(number, int) else None
    if person is not None:
        entity["user"] = person
    return person is not None


def file_content(world: World, params: Params, kind: str) -> Json:
    """The file of a call as the message field `kind`."""
    given = params.text(kind)
    upload = params.files.get(kind)
    if given.startswith("attach://"):
        upload = params.files.get(given.removeprefix("attach://"))
    if upload is None and not given:
        raise bad_request(f"there is no {kind} in the request")
    stored = _store(world, upload, kind) if upload else world.files.get(given)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return {kind: describe_file(stored, kind)}


def _store(world: World, upload: Upload, kind: str) -> StoredFile:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > MAX_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "photo" and len(upload.content) > MAX_PHOTO:
        raise bad_request("file is too big")
    if kind == "photo" and picture_size(upload.content) is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    return store_file(world, upload, kind)


def store_file(world: World, upload: Upload, kind: str) -> StoredFile:
    """Keep an upload in the folder of its kind."""
    mime = upload.mime
    if mime in ("", "application/octet-stream"):
        mime = mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
    return world.files.add(upload.content, upload.name, mime, f"{kind}s")


def describe_file(stored: StoredFile, kind: str) -> Any:
    """The Bot API object of a stored file: PhotoSize list, Document, Voice …"""
    base = stored.as_json()
    if kind == "photo":
        width, height = picture_size(stored.content) or (1, 1)
        return [base | {"width": width, "height": height}]
    made = base | _EXTRA.get(kind, {})
    if kind != "sticker":
        made["mime_type"] = stored.mime
    if kind in ("document", "audio", "video", "animation"):
        made["file_name"] = stored.name
    return made
