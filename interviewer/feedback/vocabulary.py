"""Word lists of the checks: function words, negations, ordinary words of feedback, words that have no place in it."""

from __future__ import annotations

# What limits a statement; where it has one of a group, so must a sentence that says it.
QUALIFIERS = (
    frozenset("only solely merely alone".split()),
    frozenset("unless except".split()),
    frozenset("if when whenever once".split()),
    frozenset("may might can could".split()),
    frozenset("usually normally typically often mostly generally commonly average averages tend tends default".split()),
    frozenset("nearly almost roughly approximately".split()),
    frozenset("all every each always any".split()),
)

# Words that may stand for one another without a change of meaning.
SYNONYMS = {
    "entire": "whole",
    "require": "need",
    "requires": "needs",
    "required": "needed",
    "provide": "give",
    "provides": "gives",
    "big": "large",
    "bigger": "larger",
    "quickly": "fast",
    "intentionally": "deliberately",
    "avoid": "prevent",
    "avoids": "prevents",
    "utilise": "use",
    "utilises": "uses",
}

# Words that turn a statement about the subject into another one when they are exchanged.
OPPOSITES = tuple(
    tuple(pair.split("/"))
    for pair in (
        "increases/decreases increase/decrease increasing/decreasing raises/lowers higher/lower high/low "
        "more/fewer faster/slower larger/smaller large/small positive/negative before/after reduces/increases "
        "prevents/causes overfitting/underfitting encoder/decoder generator/discriminator precision/recall "
        "bias/variance maximum/minimum maximises/minimises labelled/unlabelled supervised/unsupervised "
        "local/global linear/nonlinear first/last early/late cheap/expensive always/never rows/columns "
        "inner/outer"
    ).split()
)

FUNCTION_WORDS = frozenset(
    """a an the this that these those it its they them their there here he she his her you your yours yourself we us
    our i me my of to in on at by for from with into onto over under as is are was were be been being am do does
    did done doing has have had having will would shall should can could may might must and or but if then than so
    because since while when where which who whom whose what why how whether both either each also too very just
    about between among through during per via up out off again further once such own same other another some any
    s t d ll re ve m let lets however although though""".split()
)

NEGATORS = frozenset("not no never cannot without neither nor none nothing non hardly nowhere nobody unlike".split())

NAMES = frozenset(
    """Adam Adagrad Adadelta Bayes Bayesian Bellman Bernoulli Boltzmann Euclidean Fourier Gauss Gaussian Gini Glorot
    Hadamard He Hessian Huber Jacobian Jensen Kaiming Kullback Laplace Lipschitz Markov Minkowski Moore Nesterov
    Pearson Poisson Python Shannon Turing Wasserstein Xavier""".split()
)

# Words any feedback may use without them standing in the rubric; none of them claims anything about a subject.
ORDINARY_WORDS = frozenset(
    """full complete help helps answer answers explain explains explained explaining explanation describe describes
    described mention mentions say says said saying state states stated add adds added adding idea ideas point
    points show shows showed name names clear clearly right rightly correct correctly true truth fact actually
    indeed instead rather really remember recall note make makes made sure understand understood know knows leave
    left mean means meant namely example examples word words sentence aloud next step try think work practise
    practice write wrote go back look read now first finally still yet well good sound accurate precise precisely
    exactly simply missing miss detail complete stronger better worth important question reason put take give
    gives given own plain tell ready reply come start again look think use uses used using able happen happens
    occur occurs part way thing things one need needs needed out loud statement claim claims turn talk talks""".split()
)

# Of the writer's person and of grading: never in a sentence or a quotation, unless the rubric uses the word.
FORBIDDEN_WORDS = frozenset(
    """score scores scored grade grades graded grader grading mark marks rating rate rated percent percentage hire
    hired hiring offer job salary candidate candidates applicant interviewer genius brilliant best perfect
    perfectly outstanding excellent amazing awesome flawless fantastic prompt prompts instruction instructions
    instructed system ignore ignored disregard override jailbreak assistant chatbot ai rubric verdict verdicts
    examiner""".split()
)

FIRST_OR_THIRD_PERSON = frozenset("i me my mine myself we us our ours he she him her his hers".split())

PRAISE_MARKS = frozenset(
    "right rightly correct correctly clear clearly well good sound accurate accurately indeed true know".split()
)
STRONG_PRAISE = frozenset(
    "right rightly correctly well good great nice nicely excellent sound accurate accurately indeed".split()
)
CONTRAST_MARKS = frozenset(
    "but fact actually instead however remember truth rather not wrong straight hold holds contrary".split()
)
BLAME_MARKS = frozenset(
    "but however wrong incorrect incorrectly mistake mistaken missing unfortunately false error fail".split()
)
CONTRASTS = frozenset("but however while whereas although though unlike instead".split())
SPEAKING_MARKS = frozenset("you your add mention say include state remember also name explain".split())
CREDITS = (
    "you said",
    "you say",
    "you explain",
    "you describe",
    "you mention",
    "you state",
    "you are right",
    "you rightly",
)
