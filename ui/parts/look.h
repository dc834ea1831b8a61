// SPDX-License-Identifier: GPL-3.0-or-later
// The look that all pages share: an 8-pixel grid, colours that follow from the palette, a small scale of fonts, and the
// few kinds of labels, buttons and panels that the theme's style sheet knows.
// No page names a colour or a font size itself; it asks here.
#pragma once

#include <QColor>
#include <QFont>
#include <QList>
#include <QString>

class QBoxLayout;
class QFrame;
class QLabel;
class QListView;
class QMenu;
class QPalette;
class QPushButton;
class QTableView;
class QToolButton;
class QTreeView;
class QWidget;

namespace parts {

inline constexpr int kGrid = 8; // pixels; margins and gaps are multiples of it (half steps inside small controls)

// What a thing says by its colour.
enum class Tone { Plain, Muted, Accent, Positive, Warning, Negative };

// Colours beyond QPalette's roles. A pure function of the palette, so a theme switch reaches everything that paints.
struct Look
{
    bool dark = false;
    QColor window; // behind everything
    QColor surface; // lists, cards, text fields
    QColor sunken; // sidebar, toolbars, table headers
    QColor border; // hairlines
    QColor text;
    QColor muted; // secondary text, at least 4.5:1 on surface
    QColor hover;
    QColor selection; // calm background of the selected row
    QColor accent;
    QColor accentText; // text on accent
    QColor seeker; // bubbles
    QColor supporter;
    QColor positive;
    QColor warning;
    QColor negative;
    QList<QColor> series; // for charts, spans and chips; distinguishable for colour-blind readers

    QColor of(Tone tone) const;
    // A background on which text of the same colour stays readable: the colour mixed into the surface.
    QColor wash(const QColor &color) const;
};

Look lookOf(const QPalette &palette);
// Of the application's palette; what painting code asks (a widget's own palette may be changed by the style sheet).
Look currentLook();

// Fonts on the scale; all one family (the application's), except the last.
QFont titleFont(); // of a page
QFont headingFont(); // of a section
QFont smallFont(); // captions, notes
QFont strongFont();
QFont codeFont(); // tokens, paths, logs

// Labels that follow theme and scale. Text is plain (never interpreted as HTML) and word-wrapped where it is long.
QLabel *titleLabel(const QString &text, QWidget *parent = nullptr);
QLabel *headingLabel(const QString &text, QWidget *parent = nullptr);
QLabel *bodyLabel(const QString &text, QWidget *parent = nullptr); // wraps
QLabel *mutedLabel(const QString &text, QWidget *parent = nullptr); // small, muted, wraps
void setTone(QWidget *label, Tone tone); // recolours a label at any time

// One primary button a page at most; quiet ones have no frame until hovered.
QPushButton *primaryButton(const QString &text, QWidget *parent = nullptr);
QPushButton *plainButton(const QString &text, QWidget *parent = nullptr);
QPushButton *quietButton(const QString &text, QWidget *parent = nullptr);
QPushButton *dangerButton(const QString &text, QWidget *parent = nullptr);
// Gives a button a menu and room for its chevron.
void giveMenu(QPushButton *button, QMenu *menu);
// An icon alone: the text becomes tooltip and accessible name.
QToolButton *iconButton(const char *iconName, const QString &text, QWidget *parent = nullptr);

// A rounded panel with a hairline and an inner margin; add a layout of your own or use the box it returns.
QFrame *card(QWidget *parent = nullptr);
// A one-pixel line.
QFrame *separator(Qt::Orientation orientation, QWidget *parent = nullptr);
// Zero margins and the given gap, in grid steps.
void setGaps(QBoxLayout *layout, int gapSteps, int marginSteps = 0);

// Dresses a table or tree as all tables here look: whole rows, no grid lines, 32-pixel rows, sortable header, elided text.
void dressTable(QTableView *table);
void dressTree(QTreeView *tree);
// A list of two-line rows (two_line_delegate.h), scrolled by pixels.
void dressList(QListView *list);

} // namespace parts
