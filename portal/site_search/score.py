"""How well a page is what was typed: words in its name count most, then its other names."""

from collections import defaultdict

TITLE, KEYWORD, RELATED, TEXT = 10, 8, 3, 1
COMMON = 0.1  # of what other words count
COVERED = 8  # for a name of which all words are typed


def scorer(groups):
    """The function from a Candidate to its score, prepared once for the groups of a query.

    It looks the words of a name up among those typed, of which there are many more.
    """
    worth = [COMMON if group.is_common else 1 for group in groups]
    single, phrases = defaultdict(list), []
    for number, group in enumerate(groups):
        for words, quality in group.alternatives.items():
            if len(words) == 1:
                single[words[0]].append((number, quality))
            else:
                phrases.append((number, {*words}, quality))
    without_names = TEXT * sum(worth)

    def score(candidate):
        title = candidate.title_words.split()
        keywords = candidate.keyword_words.split()
        related = candidate.related_words.split()
        parts, in_title = {}, set()
        for words, value in ((title, TITLE), (keywords, KEYWORD), (related, RELATED)):
            for word in words:
                if word in single:
                    for number, quality in single[word]:
                        parts[number] = max(parts.get(number, TEXT), value * quality)
                    if value == TITLE:
                        in_title.add(word)
            for number, phrase, quality in phrases:
                if phrase.issubset(words):
                    parts[number] = max(parts.get(number, TEXT), value * quality)
                    in_title |= phrase if value == TITLE else set()
        total = without_names + sum((part - TEXT) * worth[number] for number, part in parts.items())
        covered = sum(word in in_title for word in title) / (len(title) or 1)
        return total + COVERED * covered + min(candidate.rank, 20) / 20

    return score
