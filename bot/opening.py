"""Opens the store and the data that the settings name, for whoever serves, plans or rehearses."""

from __future__ import annotations

from bot.desk import utc_now
from bot.settings import Settings
from digest import understanding
from digest.limits import FRESHNESS, Freshness
from digest.service import Service
from digest.service.settling import UnknownPolicy


def open_service(
    settings: Settings, freshness: Freshness = FRESHNESS, *, schedules: bool = True
) -> Service:
    """The store and data that the settings name, ready for use; without `schedules` the topic
    digests of the file are not put in force.

    Raises StoreError for the store, DataError for taxonomy, synonyms or schedules.
    """
    understanding.use(topics=settings.taxonomy_file, synonyms=settings.synonyms_file)
    service = Service.open(settings.database_url, freshness)
    service.deliveries.policy = UnknownPolicy(digest=settings.delivery_unknown)
    if schedules and settings.schedules_file:
        try:
            service.planning.load_schedules(settings.schedules_file, now=utc_now())
        except BaseException:
            service.close()
            raise
    return service
