// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/reply_view.h"

#include "storage/score_repository.h"
#include "ui/parts/look.h"
#include "ui/parts/metric_words.h"
#include "ui/parts/text_format.h"
#include "ui/runs/column_width.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTableView>

#include <algorithm>
#include <limits>
#include <map>

namespace runs {

using parts::fromUtf8;

namespace {

constexpr int kScoreColumns = 4;

parts::Column<ReplyLine> scoreColumn(int place)
{
    const QString metric = parts::scoreNames()[place];
    return { parts::metricShortTitle(metric),
        [place](const ReplyLine &l) { return l.scores[size_t(place)] ? parts::decimalText(*l.scores[size_t(place)], 1) : QString(); }, Qt::AlignRight,
        [place](const ReplyLine &l) { return QVariant(l.scores[size_t(place)].value_or(-std::numeric_limits<double>::infinity())); }, {}, {}, {},
        parts::metricFormula(metric) };
}

parts::Column<ReplyLine> textColumn(const QString &title, std::string run::Prediction::*member)
{
    return { title, [member](const ReplyLine &l) { return fromUtf8(l.reply.*member).simplified(); }, Qt::AlignLeft, {},
        [member](const ReplyLine &l) { return fromUtf8(l.reply.*member); } };
}

std::vector<parts::Column<ReplyLine>> columns()
{
    std::vector<parts::Column<ReplyLine>> all;
    for (int place = 0; place < kScoreColumns; ++place)
        all.push_back(scoreColumn(place));
    all.push_back(textColumn(ReplyView::tr("Dialogue"), &run::Prediction::source_key));
    all.push_back(textColumn(ReplyView::tr("Reference"), &run::Prediction::reference));
    all.push_back(textColumn(ReplyView::tr("Reply"), &run::Prediction::prediction));
    return all;
}

QLabel *addText(QBoxLayout *box, const QString &caption)
{
    box->addWidget(parts::mutedLabel(caption));
    QLabel *text = parts::bodyLabel({});
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setAccessibleName(caption);
    box->addWidget(text);
    box->addSpacing(parts::kGrid);
    return text;
}

} // namespace

std::vector<ReplyLine> readReplies(storage::Database &database, qint64 scoreSet)
{
    storage::ScoreRepository repository(database);
    std::vector<ReplyLine> lines;
    std::map<std::pair<std::string, std::string>, size_t> places;
    for (int place = 0; place < kScoreColumns; ++place) {
        for (storage::ScoredReply &scored : repository.replies(scoreSet, parts::toUtf8(parts::scoreNames()[place]))) {
            const auto [at, isNew] = places.try_emplace({ scored.reply.dialogue_id, scored.reply.turn_id }, lines.size());
            if (isNew)
                lines.push_back({ std::move(scored.reply), {} });
            lines[at->second].scores[size_t(place)] = scored.value;
        }
    }
    return lines;
}

// Mostly of a script that is written without spaces between words.
bool isUnspaced(const std::string &text)
{
    int letters = 0, unspaced = 0;
    for (const char32_t c : fromUtf8(text).toStdU32String()) {
        if (!QChar::isLetter(c))
            continue;
        ++letters;
        const QChar::Script script = QChar::script(c);
        unspaced += script == QChar::Script_Han || script == QChar::Script_Hiragana || script == QChar::Script_Katakana || script == QChar::Script_Thai;
    }
    return 2 * unspaced > letters;
}

ReplyView::ReplyView(QWidget *parent)
    : QWidget(parent)
    , m_model(columns())
{
    m_sorted = parts::sorted(&m_model, this);
    m_head = new QLabel;
    m_note = parts::mutedLabel({});
    m_order = new QComboBox;
    m_order->addItem(tr("Worst first"), true);
    m_order->addItem(tr("Best first"), false);
    m_order->setAccessibleName(tr("Order"));
    m_open = parts::plainButton(tr("Open the dialogue"));
    auto *row = new QHBoxLayout;
    parts::setGaps(row, 1);
    row->addWidget(m_head, 1);
    row->addWidget(m_order);
    row->addWidget(m_open);

    m_table = new QTableView;
    parts::dressTable(m_table);
    m_table->setModel(m_sorted);
    m_table->setAccessibleName(tr("Replies"));
    QHeaderView *header = m_table->horizontalHeader();
    for (int place = 0; place <= kScoreColumns; ++place)
        m_table->setColumnWidth(place, widthOfTitle(m_model.headerData(place, Qt::Horizontal).toString()));
    header->setSectionResizeMode(kScoreColumns + 1, QHeaderView::Stretch);
    header->setSectionResizeMode(kScoreColumns + 2, QHeaderView::Stretch);

    auto *inside = new QWidget;
    auto *read = new QVBoxLayout(inside);
    parts::setGaps(read, 0, 1);
    m_seeker = addText(read, tr("Seeker said"));
    m_reference = addText(read, tr("Reference"));
    m_reply = addText(read, tr("Reply of the model"));
    m_scores = addText(read, tr("Scores of this reply"));
    read->addStretch();
    auto *reader = new QScrollArea;
    reader->setWidgetResizable(true);
    reader->setWidget(inside);
    reader->setMinimumWidth(280);
    m_reader = reader;
    auto *splitter = new QSplitter(Qt::Horizontal);
    splitter->addWidget(m_table);
    splitter->addWidget(reader);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({ 700, 340 });
    splitter->setChildrenCollapsible(false);
    auto *box = new QVBoxLayout(this);
    parts::setGaps(box, 1);
    box->addLayout(row);
    box->addWidget(m_note);
    box->addWidget(splitter, 1);

    const auto open = [this] {
        if (const ReplyLine *line = chosen())
            Q_EMIT dialogueWanted(fromUtf8(line->reply.dialogue_id), fromUtf8(line->reply.turn_id));
    };
    connect(m_order, &QComboBox::currentIndexChanged, this, [this] { sortBy(m_metric, m_order->currentData().toBool()); });
    connect(m_open, &QPushButton::clicked, this, open);
    connect(m_table, &QTableView::doubleClicked, this, open);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ReplyView::showChosen);
    showNothing(tr("Click a score in the table to see the replies behind it."));
}

void ReplyView::showNothing(const QString &why)
{
    m_model.setRows({});
    m_head->setText(why);
    m_note->hide();
    m_order->hide();
    m_open->hide();
    showChosen();
}

void ReplyView::showReplies(const QString &runName, const QString &metric, std::optional<double> value, std::vector<ReplyLine> lines)
{
    m_metric = metric;
    const QString head = tr("%1 of %2: %3").arg(parts::metricTitle(metric), runName, value ? parts::decimalText(*value, 2) : QStringLiteral("–"));
    m_head->setText(parts::isPerReply(metric) ? head : head + QStringLiteral("  ") + tr("(of all replies together)"));
    m_head->setToolTip(parts::metricFormula(metric));
    m_order->setVisible(parts::isPerReply(metric));
    m_open->show();
    const auto unspaced = int(std::ranges::count_if(lines, [](const ReplyLine &line) { return isUnspaced(line.reply.reference); }));
    m_note->setText(tr("In a language without spaces: %1 of %2. The scoring definition splits words at spaces, so BLEU-4, METEOR and ROUGE-L say next "
                       "to nothing about these; compare them apart.")
                        .arg(parts::countText(unspaced), parts::countText(int(lines.size()))));
    m_note->setVisible(unspaced > 0);
    m_model.setRows(std::move(lines));
    for (int place = 0; place < kScoreColumns; ++place) { // one that no reply has would only take room
        const auto has = [place](const ReplyLine &line) { return line.scores[size_t(place)].has_value(); };
        m_table->setColumnHidden(place, std::none_of(m_model.rows().begin(), m_model.rows().end(), has));
    }
    sortBy(metric, m_order->currentData().toBool());
    choose(0);
    showChosen();
}

void ReplyView::sortBy(const QString &metric, bool worstFirst)
{
    const int column = parts::isPerReply(metric) ? int(parts::scoreNames().indexOf(metric)) : -1;
    m_table->sortByColumn(column, worstFirst ? Qt::AscendingOrder : Qt::DescendingOrder);
    choose(0);
}

void ReplyView::choose(int row)
{
    m_table->selectRow(row);
    m_table->scrollToTop();
}

const ReplyLine *ReplyView::chosen() const
{
    const QModelIndex index = m_sorted->mapToSource(m_table->currentIndex());
    return m_model.isRow(index.row()) ? &m_model.row(index.row()) : nullptr;
}

void ReplyView::showChosen()
{
    const ReplyLine *line = chosen();
    m_reader->setVisible(line != nullptr);
    m_table->setVisible(m_model.rowCount() > 0);
    if (!line)
        return;
    const auto shown = [](const std::string &text) { return text.empty() ? ReplyView::tr("(nothing)") : fromUtf8(text); };
    m_seeker->setText(shown(line->reply.seeker));
    m_reference->setText(shown(line->reply.reference));
    m_reply->setText(shown(line->reply.prediction));
    QStringList scores;
    for (int place = 0; place < kScoreColumns; ++place) {
        if (const auto value = line->scores[size_t(place)])
            scores << QStringLiteral("%1 %2").arg(parts::metricTitle(parts::scoreNames()[place]), parts::decimalText(*value, 2));
    }
    scores << tr("%1 tokens, ended by %2").arg(line->reply.new_tokens).arg(fromUtf8(line->reply.finish_reason));
    m_scores->setText(scores.join(QStringLiteral(" · ")));
}

QString ReplyView::readerText() const
{
    return QStringList { m_seeker->text(), m_reference->text(), m_reply->text(), m_scores->text() }.join(QLatin1Char('\n'));
}

} // namespace runs
