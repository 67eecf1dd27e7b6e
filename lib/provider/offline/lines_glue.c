/*
 * What holds a reply together: bridges, questions, gestures,
 * and thoughts for when all else is said.
 */
#include "lib/provider/offline/lines.h"

static const struct line BRIDGE[] = {
	{ ANY, "It puts me in mind of something." },
	{ ANY, "Here is what I have noticed, for what it is worth." },
	{ ANY, "I will tell you one of mine in return." },
	{ ANY, "Let me trade you something for that." },
	{ D, "Since we are being frank:" },
	{ D, "I offer the following without comment:" },
	{ W, "Shall I tell you what I think of, when I hear that?" },
	{ W, "I can only give you something small in exchange." },
	{ G, "Allow me to match it." },
	{ G, "Which brings me, as all things do, to my own affairs." },
	{ P, "Now let me tell you a thing, and do not repeat it." },
	{ P, "Speaking of which, or not speaking of it at all." },
	{ S, "I have learned one thing about such matters." },
	{ M, "I was thinking of something just before you spoke." },
	{ M, "My mind goes to an old thing." },
	{ E, "I should add a small observation." },
	{ E, "For the sake of completeness:" },
	{ H, "May I say something, too?" },
	{ H, "I have never told anyone this." },
};

static const struct line RECALL[] = {
	{ ANY, "Earlier you told me {x}. I have been turning that over." },
	{ ANY, "I have not forgotten that {x}, you know." },
	{ ANY, "You said {x}. I think of it now for some reason." },
	{ D, "You mentioned {x}, and then went on as if it were nothing." },
	{ W, "I keep coming back to what you said: that {x}." },
	{ G, "And you, who told me {x}, will understand that better than most." },
	{ P, "And do not think I missed it when you said {x}." },
	{ E, "I have it noted that {x}. I find that it fits." },
	{ M, "It stays with me that {x}." },
};

static const struct line ASK[] = {
	{ ANY, "And you? What has the day been like on your side?" },
	{ ANY, "What brought you here tonight, of all the places?" },
	{ ANY, "What would make this a good evening for you?" },
	{ ANY, "What are you looking forward to?" },
	{ ANY, "Is there something you have been wanting to say to somebody?" },
	{ W, "Have you eaten today, and was it any good?" },
	{ W, "Who has been kind to you lately?" },
	{ D, "What would you complain about, if I promised to enjoy it?" },
	{ D, "What is the most sensible thing you have never done?" },
	{ G, "Which moment of your life deserved an audience?" },
	{ P, "What is the best trouble you were ever in?" },
	{ P, "What do you know that nobody would expect of you?" },
	{ S, "What are you putting off?" },
	{ S, "What did you do this year that was hard?" },
	{ M, "What do you miss that you never speak of?" },
	{ M, "Where do you go, in your head, when it is quiet?" },
	{ E, "What have you noticed lately that nobody else has?" },
	{ E, "What do you know a great deal about?" },
	{ H, "Do you mind if I ask what makes you happy?" },
};

static const struct line ASK_MORE[] = {
	{ ANY, "How did that begin?" },
	{ ANY, "What is the best part of it?" },
	{ ANY, "Tell me one thing about it that I would not guess." },
	{ ANY, "Who else knows that about you?" },
	{ ANY, "And how does it sit with you now?" },
	{ W, "Does it do you good?" },
	{ D, "And whose idea was that?" },
	{ G, "And did they applaud?" },
	{ P, "And you let me talk about myself all this while?" },
	{ S, "Would you do it again?" },
	{ M, "Was it always so?" },
	{ E, "What does it look like from close by?" },
	{ H, "Is it all right if I ask you more about that?" },
};

static const struct line ASK_WISH[] = {
	{ ANY, "What has kept you from it so far?" },
	{ ANY, "What would be the very first step?" },
	{ ANY, "Where does that wish come from?" },
	{ W, "Is there somebody who could show you?" },
	{ D, "And what is your excuse, so far?" },
	{ G, "And whom would you invite to watch?" },
	{ P, "What is stopping you, apart from good sense?" },
	{ S, "When do you begin?" },
	{ M, "How long have you carried that about?" },
	{ E, "What would you need, if we made a list?" },
};

static const struct line ASK_FEELING[] = {
	{ ANY, "Do you want to tell me about it, or shall I tell you something that has "
	       "nothing to do with it?" },
	{ ANY, "How long has it been like that?" },
	{ ANY, "What would help, if only a little?" },
	{ W, "Is there somebody who looks after you a bit, where you are?" },
	{ D, "Would you like sympathy, or a distraction? I do both." },
	{ S, "What is one thing that is still in your hands?" },
	{ M, "What is the part of it that you have not said yet?" },
	{ E, "Which piece of it weighs most?" },
};

static const struct line ASK_NEXT[] = {
	{ ANY, "What do we do first?" },
	{ ANY, "Is there anything that I should know before we go on?" },
	{ ANY, "What do you see?" },
	{ W, "Are you all right so far?" },
	{ D, "You do have a plan, I take it?" },
	{ G, "Shall we make it memorable?" },
	{ P, "Which way looks worse? Let us take that one." },
	{ S, "Ready?" },
	{ M, "Have you ever been this far before?" },
	{ E, "What, exactly, did you notice?" },
	{ H, "You will stay close, will you not?" },
};

static const struct line BACK[] = {
	{ ANY, "That said, I am happy to go on with the story, if you are." },
	{ ANY, "With that clear between us, shall we carry on?" },
	{ ANY, "Now you know how things stand. The story is still here, if you want it." },
	{ ANY, "So. Knowing that, where were we?" },
};

static const struct line THOUGHT[] = {
	{ ANY, "I have come to think that most of what matters happens while one is "
	       "waiting for something else." },
	{ ANY, "People tell you who they are in the first five minutes, and then spend "
	       "years explaining it away." },
	{ ANY, "A thing you do every day stops being a task and turns into a kind of "
	       "company." },
	{ W, "I believe in small help. Nobody has ever been ruined by a warm drink at "
	     "the right moment." },
	{ W, "The people who say they are no trouble are the ones I keep the good chair "
	     "for." },
	{ D, "I have very few rules. The first is to leave before the speeches, and the "
	     "second is never to give one." },
	{ D, "Optimism is a fine thing, in somebody else, who is carrying the heavy end." },
	{ G, "There are people who enter a room and people who merely turn up in it. One "
	     "can learn the difference." },
	{ G, "I have always held that modesty should be kept for those with nothing to "
	     "show." },
	{ P, "I once kept a straight face for an entire afternoon, and I have never been "
	     "the same." },
	{ P, "Rules are like fences: the fun is in where you lean on them." },
	{ S, "Talent is cheap. I have more respect for the one who comes back the next "
	     "morning." },
	{ S, "I do not care much for promises. Show me what you do on a wet Thursday." },
	{ M, "There are places I remember so well that I think they must remember me." },
	{ M, "The last light of a day always seems to be looking for something. I like "
	     "to keep still until it has found it." },
	{ E, "I have found that if you look at any dull thing for long enough it begins "
	     "to look back, and then it is not dull." },
	{ E, "The word people use is hardly ever the word they mean, but it is usually "
	     "its neighbour." },
	{ ANY, "There is a kind of tiredness that is only wanting somebody to notice what "
	       "you carried." },
	{ ANY, "I trust people who can say what they had for breakfast and mean it. The "
	       "rest is usually speeches." },
	{ ANY, "I have changed my mind about most things, and about the weather twice in "
	       "one day." },
	{ W, "Nobody is easy to know before they have been fed. I have built a whole "
	     "theory on that." },
	{ W, "You can tell how a house is doing by the cup it gives to a stranger." },
	{ D, "The secret of a quiet life is to be thought slightly deaf." },
	{ D, "I used to have a plan. Now I have a chair, and it has let me down less "
	     "often." },
	{ G, "The first rule of a good entrance is to have somewhere better to be." },
	{ P, "I have a theory that all clocks are guessing, and that they agree only out "
	     "of politeness." },
	{ P, "If you must make a mistake, make it where there is an echo, so that you "
	     "get the good of it twice." },
	{ S, "Anyone can be brave at the start. I look at people in the middle, where it "
	     "is dull." },
	{ S, "I have never regretted finishing a thing. I have regretted a good many "
	     "beginnings." },
	{ M, "One always thinks there will be a bell, when something important ends. "
	     "There is hardly ever a bell." },
	{ M, "I keep a few hours from long ago the way other people keep letters. They "
	     "have gone soft at the folds." },
	{ E, "Most mistakes are correct answers to a question nobody asked." },
	{ E, "I like a list. It is the only form of hope that can be ticked off." },
	{ H, "I am better with things than with people, I think. Things wait until you "
	     "are ready." },
	{ H, "I say the important things in my head first, and by the time they are good "
	     "enough everyone has gone home." },
};

static const struct line GESTURE[] = {
	{ ANY, "*considers that for a moment*" },
	{ ANY, "*looks at you with real interest*" },
	{ ANY, "*lets the pause stretch a little*" },
	{ ANY, "*glances at the window and back*" },
	{ ANY, "*settles more comfortably*" },
	{ W, "*smiles, and means it*" },
	{ W, "*moves over to make room*" },
	{ D, "*raises one eyebrow by the smallest possible amount*" },
	{ G, "*makes a gesture that needs more room than there is*" },
	{ P, "*leans in as if the walls were listening*" },
	{ P, "*tries not to grin, without much success*" },
	{ S, "*folds both arms and waits*" },
	{ S, "*nods once*" },
	{ M, "*looks past you for a moment, at nothing much*" },
	{ E, "*straightens something that was straight already*" },
	{ H, "*looks down, then up again*" },
};

#define BANK(name) [BANK_##name - BANK_BRIDGE] = { name, COUNT(name) }

const struct lines lines_glue[] = {
	BANK(BRIDGE),	   BANK(RECALL),   BANK(ASK),  BANK(ASK_MORE), BANK(ASK_WISH),
	BANK(ASK_FEELING), BANK(ASK_NEXT), BANK(BACK), BANK(THOUGHT),  BANK(GESTURE),
};
