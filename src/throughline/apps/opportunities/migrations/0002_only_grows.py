"""What only grows."""

from django.db import migrations

from throughline.apps.trail.growing import only_grows

TABLES = (
    "publishedactivity", "activitywork", "badgeanswer", "offer", "offerdeed", "signedguarantee",
    "learningagreementversion", "learningagreementstep", "negotiationdraft", "negotiationparty", "negotiationstep",
    "registeredstandards", "weeksignature", "incentiveclaim", "placing", "stayday", "rotationstay", "rotationthought",
    "rotationchoice", "rotationfield", "stipendrule", "hostreview", "stipendline", "stipendapproval",
    "stipendpayment", "siteword",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("opportunities", "0001_initial"), ("trail", "0002_only_grows")]
    operations = [*(only_grows(f"opportunities_{table}") for table in TABLES)]
