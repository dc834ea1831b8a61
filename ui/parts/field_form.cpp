// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parts/field_form.h"

#include "ui/parts/error_text.h"
#include "ui/parts/look.h"
#include "ui/parts/number_edit.h"

#include "base/numbers.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QLabel>
#include <QStyle>
#include <QToolButton>

#include <cmath>

namespace parts {

namespace {
constexpr int kLabelWidth = 172;
}

// A bound as people write it: "10000", "1e-6".
static QString boundText(const std::string &bound)
{
    const double value = base::toDouble(bound).value_or(0);
    const bool isWhole = std::abs(value) < 1e12 && value == std::floor(value);
    return bound.empty() ? QString() : isWhole ? QString::number(qint64(value)) : numberText(value);
}

QString problemText(const base::Error &error)
{
    const QString least = boundText(error.param("least")), most = boundText(error.param("most"));
    if (error.kind == base::ErrorKind::InvalidValue && !least.isEmpty())
        return FieldForm::tr("A number from %1 to %2.").arg(least, most);
    if (error.kind == base::ErrorKind::InvalidValue && error.subject == "base_model")
        return FieldForm::tr("Choose a model.");
    if (error.kind == base::ErrorKind::InvalidValue && error.subject == "lora_target")
        return FieldForm::tr("Choose at least one layer.");
    return errorText(error);
}

FieldForm::FieldForm(QWidget *parent)
    : QWidget(parent)
{
    m_grid = new QGridLayout(this);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(kGrid);
    m_grid->setVerticalSpacing(kGrid / 2);
    m_grid->setColumnMinimumWidth(0, kLabelWidth);
    m_grid->setColumnStretch(1, 1);
}

void FieldForm::addField(const char *name, QWidget *field, const QString &meaning)
{
    auto *label = new QLabel(QLatin1String(name));
    label->setFont(smallFont());
    addRow(QLatin1String(name), label, field, meaning);
}

void FieldForm::addTitled(const char *name, const QString &title, QWidget *field, const QString &meaning)
{
    auto *label = new QLabel(title);
    addRow(QLatin1String(name), label, field, meaning);
    if (meaning.isEmpty())
        field->setAccessibleName(title);
}

void FieldForm::addRow(const QString &name, QLabel *label, QWidget *field, const QString &meaning)
{
    label->setBuddy(field);
    label->setToolTip(meaning);
    for (QWidget *named : { field, field->focusProxy() }) { // a field of several parts is spoken of where it is edited
        if (!named)
            continue;
        if (named->toolTip().isEmpty())
            named->setToolTip(meaning);
        if (named->accessibleName().isEmpty())
            named->setAccessibleName(label->text());
        named->setAccessibleDescription(meaning);
    }
    auto *problem = new QLabel;
    problem->setWordWrap(true);
    problem->setFont(smallFont());
    setTone(problem, Tone::Negative);
    problem->hide();
    const int row = m_grid->rowCount();
    m_grid->addWidget(label, row, 0, Qt::AlignLeft | Qt::AlignVCenter);
    m_grid->addWidget(field, row, 1);
    m_grid->addWidget(problem, row + 1, 1);
    m_rows.insert(name, { field, problem });
}

void FieldForm::addWide(QWidget *widget)
{
    m_grid->addWidget(widget, m_grid->rowCount(), 0, 1, 2);
}

void FieldForm::setProblem(const QString &name, const QString &sentence)
{
    const auto row = m_rows.constFind(name);
    if (row == m_rows.constEnd())
        return;
    row->problem->setText(sentence);
    row->problem->setVisible(!sentence.isEmpty());
    mark(row->field, !sentence.isEmpty());
}

// A red edge; a field of several parts shows it at the one that takes the focus.
void FieldForm::mark(QWidget *field, bool wrong)
{
    QWidget *edited = field->focusProxy() ? field->focusProxy() : field;
    const QVariant state = wrong ? QVariant(QStringLiteral("wrong")) : QVariant();
    if (edited->property("state") == state)
        return;
    edited->setProperty("state", state);
    edited->style()->unpolish(edited);
    edited->style()->polish(edited);
}

void FieldForm::clearProblems()
{
    for (const Row &row : std::as_const(m_rows)) {
        row.problem->clear();
        row.problem->hide();
        mark(row.field, false);
    }
}

QString FieldForm::problem(const QString &name) const
{
    const auto row = m_rows.constFind(name);
    return row == m_rows.constEnd() ? QString() : row->problem->text();
}

Fold::Fold(const QString &title, QWidget *content, QWidget *parent)
    : QWidget(parent)
    , m_content(content)
{
    m_button = new QToolButton;
    m_button->setText(title);
    m_button->setCheckable(true);
    m_button->setAutoRaise(true);
    m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_button->setArrowType(Qt::RightArrow);
    m_button->setFont(strongFont());
    auto *box = new QVBoxLayout(this);
    setGaps(box, 1);
    box->addWidget(m_button, 0, Qt::AlignLeft);
    box->addWidget(content);
    content->hide();
    connect(m_button, &QToolButton::toggled, this, [this](bool open) {
        m_button->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
        m_content->setVisible(open);
        Q_EMIT toggled(open);
    });
}

void Fold::setOpen(bool open) { m_button->setChecked(open); }

bool Fold::isOpen() const { return m_button->isChecked(); }

} // namespace parts
