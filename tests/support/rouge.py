"""ROUGE-L as `rouge_score` itself computes it: the slow reference."""

from rouge_score.rouge_scorer import RougeScorer

Tokens = list[str]


class AsGiven:
    """A tokenizer for texts that are tokens already."""

    def tokenize(self, tokens: Tokens) -> Tokens:
        return tokens


SCORER = RougeScorer(["rougeL"], tokenizer=AsGiven())


def rouge_l(target: Tokens, prediction: Tokens) -> float:
    score: float = SCORER.score(target, prediction)["rougeL"].fmeasure
    return score
