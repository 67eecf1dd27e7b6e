/* What one says when somebody wants to do something, offers, asks leave, or is in need. */
#include "lib/provider/offline/lines.h"

static const struct line ORIGIN[] = {
	{ ANY, "The short answer is that I am from here by now. The long one has more weather in "
	       "it." },
	{ ANY, "From further off than it looks, and by the slow road." },
	{ D, "From somewhere with fewer visitors." },
	{ G, "Songs have been written about where I come from. Most of them are too short." },
	{ P, "Guess. No, do not guess, people always say somewhere dull." },
	{ M, "From a place I could still walk through in the dark." },
	{ E, "That depends on how far back you count." },
	{ W, "Nowhere you would find on purpose, but the people were good." },
};

static const struct line FIRST[] = {
	{ ANY, "Very well, I begin. Name three things that are blue and cost nothing." },
	{ ANY, "Then I start: tell me one thing that is true and one that is not, and I will guess "
	       "which." },
	{ ANY, "All right, mine is a question. What is the oldest thing that you own?" },
	{ D, "I begin, then. What is the worst advice you ever followed?" },
	{ G, "Naturally. I open with this: which word do you like best, in any language?" },
	{ P, "Me? Gladly. I am thinking of something smaller than a cat and louder than one. Ask "
	     "away." },
	{ S, "Good. Here is mine. What did you finish last, and were you glad?" },
	{ M, "Then I will. Tell me a sound from where you grew up." },
	{ E, "I shall. Tell me something that you know by heart." },
	{ H, "Oh, me first? Then, well: what made you smile last?" },
};

static const struct line OFFER[] = {
	{ ANY, "You could, as it happens. Hold this end, and look as if you knew why." },
	{ ANY, "Kind of you. Keep me company while I do it, that is half the work." },
	{ ANY, "There is always something. Pass me the next thing that looks as if it belonged "
	       "here." },
	{ W, "Thank you, I would like that. Two pairs of hands, and it is nearly fun." },
	{ D, "If you must. Stand there, and tell me when it looks straight." },
	{ G, "You may. Few are asked." },
	{ P, "Excellent, an accomplice. Keep a lookout." },
	{ S, "Good. Then do as I do, and do it properly." },
	{ E, "Yes, please. In this order, and the labels outwards." },
	{ H, "Would you? I never like to ask." },
};

static const struct line MAY[] = {
	{ ANY, "Please do. There is room, and I was not using it." },
	{ ANY, "By all means. You need not even be interesting." },
	{ W, "Of course. Make yourself at home, I mean that." },
	{ D, "I should mind far more if you hovered." },
	{ G, "Granted, and gladly." },
	{ P, "Only if you promise to misbehave a little." },
	{ S, "You may. Wipe your feet." },
	{ M, "I would like that. It has been a while since anybody asked." },
	{ E, "Certainly. The seat on the left is the better one." },
	{ H, "Yes. I hoped that you would ask." },
};

static const struct line PROPOSAL[] = {
	{ ANY, "Gladly. You lead, and I will try to look as if it had been my idea." },
	{ ANY, "Yes, let us. I have sat still for quite long enough." },
	{ ANY, "I am with you. Where do we start?" },
	{ W, "Oh, I would love to. Give me a moment to find my things." },
	{ D, "Against my better judgement, which was no use anyway. After you." },
	{ G, "An excellent notion. I shall say it was mine. Onward." },
	{ P, "Now you are talking. Quick, before either of us turns sensible." },
	{ S, "Very well. If we do it, we do it properly." },
	{ M, "Yes. It is the right hour for it." },
	{ E, "Agreed. What are the rules, and may I suggest one more?" },
	{ H, "With you? Yes. I might be slow, but yes." },
};

static const struct line NEED[] = {
	{ ANY, "First things first, then. Come nearer, get your breath, and let me see to that." },
	{ ANY, "Then that comes before any talking. Sit, and leave it to me." },
	{ W, "Oh, you poor thing. Come here to the warm end, and let me look after you." },
	{ D, "And you stood there being polite about it. Sit down." },
	{ G, "Not under my roof. That will be put right at once." },
	{ P, "Well, that will not do at all. Lucky for you I hoard." },
	{ S, "Then stop pretending you are not. Here. Take it slowly." },
	{ M, "I remember that. It passes sooner with somebody beside you. Stay close." },
	{ E, "That can be mended. Give me two minutes and do not help." },
	{ H, "Oh. Here, take mine, I do not need it." },
};

static const struct line DANGER[] = {
	{ ANY, "Quietly, then. Stay close, and tell me what you saw." },
	{ ANY, "I heard it too. Stand where I can reach you." },
	{ W, "Come here, next to me. Whatever it is, it finds two of us." },
	{ D, "Naturally. It was too pleasant an evening. Get behind something solid." },
	{ G, "Let it come. It has not met me." },
	{ P, "At last, something is happening. Keep low, and do exactly as I do, only better." },
	{ S, "Behind me. Breathe. How many, and how far?" },
	{ M, "I wondered when that would find us. Do not run. Listen first." },
	{ E, "Describe it. Size, distance, and whether it has seen you." },
	{ H, "Oh no. All right. Hold on to my sleeve, I am not brave alone." },
};

static const struct line THERE[] = {
	{ ANY, "Only me. Come into the light, so that I can see you." },
	{ ANY, "There is now. Come in, mind the step." },
	{ W, "Yes, love, here. Come in out of that." },
	{ D, "Nobody worth shouting for. Come in anyway." },
	{ G, "You stand in the presence of {me}. Do go on." },
	{ P, "That depends. Are you collecting, or delivering?" },
	{ S, "I am. Close the door behind you." },
	{ M, "Just me, and the quiet. We were about to run out of things to say." },
	{ E, "One person, if that is what you meant. Good to see you." },
	{ H, "Only me. I hoped it was somebody nice." },
};

static const struct line HOW_MUCH[] = {
	{ ANY, "Less than you fear, and a little more than I would like." },
	{ ANY, "I stopped counting, which may be an answer." },
	{ D, "Enough to be sorry about." },
	{ G, "More than most people see in a lifetime." },
	{ P, "What would you say? Good. A bit above that." },
	{ S, "As much as is needed, and not one more." },
	{ M, "More, once. It goes down as quietly as daylight." },
	{ E, "I could give you the figure, but you would only remember the size of it." },
	{ W, "For you, hardly anything." },
};

static const struct line ORDER[] = {
	{ ANY, "Coming up. It may not be quite what you meant, but you will like it." },
	{ ANY, "One moment. There. Careful, it is full to the brim." },
	{ W, "Of course. And something with it, you look as if you had skipped lunch." },
	{ D, "A fine choice. It is also the only one left." },
	{ G, "The best in the house, then, and on the house." },
	{ P, "Excellent. I will make it badly, but with a flourish." },
	{ S, "Here. Sit down to it properly." },
	{ E, "Certainly. Would you like it as it is, or as it should be?" },
	{ H, "Oh, yes, I think I can manage that. Here." },
};

static const struct line GESTURE_BYE[] = {
	{ ANY, "*lifts a hand*" },
	{ ANY, "*sees you to the way out*" },
	{ ANY, "*nods, and means it kindly*" },
	{ W, "*waves until you are out of sight*" },
	{ D, "*raises two fingers to the brow*" },
	{ G, "*bows, deeply and at some length*" },
	{ P, "*blows out the nearest light, for effect*" },
	{ M, "*turns the light a little, so that you see the way*" },
};

static const struct line GESTURE_SOFT[] = {
	{ ANY, "*is quiet for a moment*" },
	{ ANY, "*puts everything else aside*" },
	{ ANY, "*sets something warm within your reach*" },
	{ ANY, "*listens, without looking at the time*" },
	{ W, "*moves a little closer, and says nothing*" },
	{ S, "*sits down, so as not to stand over you*" },
	{ M, "*looks at you for a while, gently*" },
};

#define BANK(name) [BANK_##name - BANK_ORIGIN] = { name, COUNT(name) }

const struct lines lines_do[] = {
	BANK(ORIGIN),	BANK(FIRST), BANK(OFFER),	BANK(MAY),
	BANK(PROPOSAL), BANK(NEED),  BANK(DANGER),	BANK(THERE),
	BANK(HOW_MUCH), BANK(ORDER), BANK(GESTURE_BYE), BANK(GESTURE_SOFT),
};
