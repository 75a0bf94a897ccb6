"""Pictures of what the demo's learners made, drawn by code, so that no photo of anybody is needed."""

from collections.abc import Callable
from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageDraw

SIZE = (1200, 900)
SKY, GROUND, INK, METAL, WARM, GREEN = "#dfe8ee", "#c9b79c", "#22303a", "#7f8d97", "#c8702a", "#3f7d57"
Sheet = ImageDraw.ImageDraw


def drawing(name: str) -> BytesIO:
    """A picture as a JPEG file: robot, engine, footbridge, garden."""
    image = Image.new("RGB", SIZE, SKY)
    sheet = ImageDraw.Draw(image)
    sheet.rectangle((0, 640, SIZE[0], SIZE[1]), fill=GROUND)
    DRAWN[name](sheet)
    data = BytesIO()
    image.save(data, "JPEG", quality=85)
    data.seek(0)
    return data


def _robot(sheet: Sheet) -> None:
    """Two wheels, a board on top, an eye in front, and the line it follows."""
    sheet.line([(0, 800), (350, 780), (700, 830), (1200, 790)], fill=INK, width=26, joint="curve")
    sheet.rounded_rectangle((380, 420, 820, 640), 40, fill=METAL, outline=INK, width=8)
    sheet.rounded_rectangle((450, 350, 750, 430), 16, fill=GREEN, outline=INK, width=8)
    for x in range(480, 740, 52):
        sheet.rectangle((x, 372, x + 26, 408), fill=INK)
    for x in (440, 760):
        _wheel(sheet, x, 660, 110)
    sheet.ellipse((560, 470, 640, 550), fill="white", outline=INK, width=8)
    sheet.ellipse((585, 495, 615, 525), fill=INK)
    sheet.line([(600, 350), (600, 270)], fill=INK, width=8)
    sheet.ellipse((580, 236, 620, 276), fill=WARM)


def _wheel(sheet: Sheet, x: float, y: float, radius: float) -> None:
    sheet.ellipse((x - radius, y - radius, x + radius, y + radius), fill=INK)
    sheet.ellipse((x - radius / 2, y - radius / 2, x + radius / 2, y + radius / 2), fill=METAL)


def _engine(sheet: Sheet) -> None:
    """A block on a bench, with two gears that hold each other."""
    sheet.rectangle((150, 600, 1050, 660), fill="#7a5a3a")
    sheet.rounded_rectangle((240, 330, 620, 600), 20, fill=METAL, outline=INK, width=8)
    for x in range(270, 600, 60):
        sheet.rectangle((x, 280, x + 34, 340), fill=INK)
    _gear(sheet, 760, 480, 110, 16)
    _gear(sheet, 924, 428, 62, 9)


def _gear(sheet: Sheet, x: float, y: float, radius: float, teeth: int) -> None:
    around = [
        (x + r * cos(a), y + r * sin(a))
        for nth in range(teeth * 4)
        for a in [2 * pi * nth / (teeth * 4)]
        for r in [radius * (1.18 if nth % 4 < 2 else 1.0)]
    ]
    sheet.polygon(around, fill=WARM, outline=INK)
    sheet.ellipse(
        (x - radius / 4, y - radius / 4, x + radius / 4, y + radius / 4), fill=SKY, outline=INK, width=6
    )


def _footbridge(sheet: Sheet) -> None:
    """A truss over water."""
    sheet.rectangle((0, 640, SIZE[0], SIZE[1]), fill="#8fb3c4")
    for x in (0, 1000):
        sheet.polygon([(x, 600), (x + 200, 600), (x + 200, 900), (x, 900)], fill=GROUND)
    low, high, panels = 590, 400, 8
    points = [(160 + nth * 110, low) for nth in range(panels + 1)]
    tops = [(x + 55, high) for x, _ in points[:-1]]
    sheet.line([*points], fill=INK, width=22)
    sheet.line([*tops], fill=INK, width=16)
    for (x, y), (tx, ty), (nx, ny) in zip(points, tops, points[1:], strict=False):
        sheet.line([(x, y), (tx, ty), (nx, ny)], fill=WARM, width=12)


def _garden(sheet: Sheet) -> None:
    """Rows of plants."""
    for row in range(4):
        y = 680 + row * 60
        for x in range(60 + row * 20, 1150, 90):
            sheet.ellipse((x, y - 44, x + 54, y + 10), fill=GREEN, outline=INK, width=4)
            sheet.ellipse((x + 16, y - 30, x + 34, y - 12), fill=WARM)


DRAWN: dict[str, Callable[[Sheet], None]] = {
    "robot": _robot,
    "engine": _engine,
    "footbridge": _footbridge,
    "garden": _garden,
}
