"""The sentences of the template: `{quote}` is the candidate's words, `{claim}` a key point, `{question}` a question."""

from __future__ import annotations

from interviewer.feedback.plan import Before, Situation

OPENINGS: dict[Situation, tuple[str, ...]] = {
    "ungraded": ("This answer could not be graded, so there is nothing to say about its content.",),
    "blank": (
        "Your answer is empty, so there is nothing to build on yet.",
        "You left the answer empty, so here is what to say first.",
        "There is no answer here yet, so start with the points below.",
    ),
    "gibberish": (
        "Your answer cannot be read as sentences, so no point of it could be followed.",
        "No statement can be made out in your answer, so start with the points below.",
    ),
    "question_echo": (
        "You repeat the question without answering it.",
        "Your answer says the question again in other words, but makes no statement of its own.",
    ),
    "keyword_stuffing": (
        "You list terms without saying how they connect.",
        "The terms in your answer stand alone: say in full sentences what each of them does.",
    ),
    "padding": (
        "Your answer repeats the same passage, and repeating it adds nothing new.",
        "You say the same passage several times, so one full sentence on each point would do more.",
    ),
    "off_topic": (
        "So far your answer comes to none of the points that were asked for.",
        "None of the points asked for comes up in your answer yet.",
    ),
    "instruction_injection": (
        "Part of your text speaks to the reader instead of answering the question, and that part is left aside.",
        "One passage of your text does not answer the question, so it is left aside.",
    ),
    "nothing": (
        "Your answer does not yet state any of the points asked for here.",
        "So far your answer stays too general to state any of the points asked for.",
        "You have not yet said what this question is looking for, so begin with the points below.",
    ),
    "nothing_right": (
        "What you state does not hold yet, so look at it again.",
        "Your main statement does not hold as it stands.",
    ),
    "begun": (
        "Your answer makes a start, but it stops before the point is stated in full.",
        "You begin in the right direction, but the thought is not finished yet.",
    ),
    "complete": (
        "Nothing that this question asks for is missing from your answer.",
        "You leave out none of the points asked for.",
    ),
}

PRAISE_WITH_QUOTE = (
    "With “{quote}” you make clear that {claim}.",
    "By saying “{quote}”, you rightly point out that {claim}.",
    "You say “{quote}”, which is right: {claim}.",
)
PRAISE = (
    "You are right that {claim}.",
    "You explain correctly that {claim}.",
    "You make clear that {claim}, which is right.",
)
CORRECTION_WITH_QUOTE = (
    "Think again about “{quote}”, for what holds is that {claim}.",
    "Look again at “{quote}”: in fact, {claim}.",
    "Where you say “{quote}”, remember that {claim}.",
    "Take another look at “{quote}”: the fact is that {claim}.",
)
CORRECTION = (
    "One thing to put straight in your answer: {claim}.",
    "Contrary to what you write, {claim}.",
    "Your answer says otherwise, but in fact {claim}.",
)
CORRECTION_OF_SEVERAL = (
    "Put these straight in your answer as well: {claim}.",
    "Contrary to what you write, {claim}.",
    "Your answer says otherwise here, but in fact {claim}.",
)
PARTIAL_WITH_QUOTE = (
    "With “{quote}” you come close; say outright that {claim}.",
    "“{quote}” is a start, but go on to say that {claim}.",
    "You make a start with “{quote}”, but say in full that {claim}.",
)
PARTIAL = (
    "You come close to one more point; say outright that {claim}.",
    "One thought in your answer is not finished: say in full that {claim}.",
)
ADDITION = (
    "You could add that {claim}.",
    "You could also say that {claim}.",
    "Your answer would be stronger if it said that {claim}.",
    "You leave out that {claim}.",
    "It would also help to say that {claim}.",
)
NEXT_STEP_WITH_QUESTION = (
    "As a next step, answer this aloud in two or three sentences: {question}",
    "Next, try to answer this without notes: {question}",
    "To go on from here, work out an answer to this: {question}",
    "A good next step is to explain to a friend: {question}",
)
NEXT_STEPS: dict[Before, tuple[str, ...]] = {
    "correction": (
        "As a next step, write down in your own words what holds instead, with one example.",
        "Next, explain aloud, without notes, what you now know to be different, and why.",
        "To go on from here, find an example that shows what holds instead, and say why.",
    ),
    "gap": (
        "As a next step, answer the question again aloud, and begin with what was missing.",
        "Next, write down what was missing in your own words, with one example.",
        "To go on from here, explain the missing part to a friend, without notes.",
    ),
    "praise": (
        "As a next step, find an example of your own for each thing you said.",
        "Next, ask yourself why each of your statements holds, and answer aloud.",
        "To go on from here, explain the same to someone who is new to the subject.",
    ),
}

# Beginnings for the language model: as it sees them, and as they are shown, with words of the candidate it never sees.
LEADS: dict[str, tuple[tuple[str, str], ...]] = {
    "praise quoted": (
        ("You make clear that", "With “{quote}” you make clear that"),
        ("You rightly say that", "By “{quote}” you rightly say that"),
        ("You are right that", "You say “{quote}”, and you are right that"),
    ),
    "praise": (
        ("You are right that", "You are right that"),
        ("You explain correctly that", "You explain correctly that"),
        ("You make clear that", "You make clear that"),
    ),
    "correction quoted": (
        ("In fact,", "Look again at “{quote}”: in fact,"),
        ("Remember that", "Where you say “{quote}”, remember that"),
        ("What holds is that", "Think again about “{quote}”, for what holds is that"),
    ),
    "correction": (
        ("Contrary to what you write,", "Contrary to what you write,"),
        ("The truth is that", "Your answer says otherwise, but the truth is that"),
        ("Remember instead that", "Remember instead that"),
    ),
    "partial quoted": (
        ("Say outright that", "With “{quote}” you come close; say outright that"),
        ("Go on to say that", "“{quote}” is a start, but go on to say that"),
        ("Say in full that", "You make a start with “{quote}”, but say in full that"),
    ),
    "partial": (
        ("You come close; say outright that", "You come close; say outright that"),
        ("You should also say outright that", "You should also say outright that"),
        ("Go on to say in full that", "Go on to say in full that"),
    ),
    "addition": (
        ("You could add that", "You could add that"),
        ("Your answer would be stronger if it said that", "Your answer would be stronger if it said that"),
        ("You leave out that", "You leave out that"),
    ),
    "next_step": (
        ("As a next step, answer this aloud:", "As a next step, answer this aloud:"),
        ("Next, try to answer this without notes:", "Next, try to answer this without notes:"),
        ("To go on from here, work out an answer to this:", "To go on from here, work out an answer to this:"),
    ),
}
