// SPDX-License-Identifier: GPL-3.0-or-later
// The text of a multi-line editor to the byte. QPlainTextEdit::toPlainText() makes spaces of U+00A0 and line feeds of U+2028, and a
// document knows one kind of line end only: whoever opens a text and leaves it would change it. Every editor here uses this instead.
#pragma once

#include <QObject>
#include <QString>

#include <vector>

class QPlainTextEdit;
class QTextDocument;

namespace parts {

// What the document holds, each block ended by a line feed; U+00A0, U+2028 and all else as it stands.
QString plainText(const QTextDocument &document);

// Remembers beside an editor which line ends its text was loaded with (CR LF, CR, U+2029), character by character, so that those that
// nobody touched come back. Shift+Enter makes a new line, not U+2028. A member of the editor or of who owns it; ui thread.
class ExactText : public QObject
{
    Q_OBJECT

public:
    explicit ExactText(QPlainTextEdit *edit); // takes over what stands in it
    // Instead of setPlainText: forgets the editor's undo steps.
    void load(const QString &text);
    QString text() const;
    bool isChanged() const { return text() != m_loaded; } // since it was loaded

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class End : quint8 { None, LineFeed, Both, Return, Paragraph };
    void follow(int position);

    QPlainTextEdit *m_edit = nullptr;
    QString m_loaded;
    QString m_loadedRaw;
    QString m_raw; // the document's text of now
    std::vector<End> m_ends; // one a character of m_raw
    bool m_isLoading = false;
};

} // namespace parts
