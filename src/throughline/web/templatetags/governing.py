"""What the pages of governing show with words of their own."""

from django import template

from throughline.web.governing.impact_words import impact_words
from throughline.web.governing.matter import MatterPage

register = template.Library()


@register.simple_tag
def impact_sentences(page: MatterPage) -> tuple[str, ...]:
    """What the draft does to those who learn, in sentences."""
    return impact_words(page.impact, page.few)
