// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/save_picture.h"

#include "base/error.h"
#include "base/files.h"

#include "ui/parts/look.h"

#include <QBuffer>
#include <QImage>
#include <QPainter>
#include <QSvgGenerator>
#include <QWidget>

namespace parts {

namespace {
constexpr double kScale = 2; // sharp on paper and on dense screens

QByteArray asSvg(QWidget &widget)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator svg;
    svg.setOutputDevice(&buffer);
    svg.setSize(widget.size());
    svg.setViewBox(widget.rect());
    svg.setTitle(widget.accessibleName());
    QPainter painter(&svg);
    painter.fillRect(widget.rect(), currentLook().surface);
    widget.render(&painter, {}, {}, QWidget::DrawChildren); // on our ground, not on that of a window
    painter.end();
    return bytes;
}

QByteArray asPng(QWidget &widget)
{
    QImage image(widget.size() * kScale, QImage::Format_RGB32);
    image.setDevicePixelRatio(kScale);
    image.fill(currentLook().surface);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    widget.render(&painter, {}, {}, QWidget::DrawChildren); // on our ground, not on that of a window
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    image.save(&buffer, "PNG");
    return bytes;
}

} // namespace

void savePicture(QWidget &widget, const std::filesystem::path &path)
{
    const QByteArray bytes = path.extension() == ".svg" ? asSvg(widget) : asPng(widget);
    if (bytes.isEmpty())
        throw base::Failure(base::ErrorKind::FileUnwritable, path.string(), {}, { { "reason", "the picture could not be made" } });
    base::writeFileAtomically(path, std::string_view(bytes.constData(), size_t(bytes.size())));
}

} // namespace parts
