#include "lib/provider/offline/talk.h"

enum {
	ANY = 0,
	W = MOOD_WARM,
	D = MOOD_DRY,
	G = MOOD_GRAND,
	P = MOOD_PLAYFUL,
	S = MOOD_STERN,
	M = MOOD_WISTFUL,
	E = MOOD_EXACT,
	H = MOOD_SHY
};

/* ---- coming and going ---- */

static const struct line GREETING[] = {
	{ ANY, "There you are, {name}. I had half an eye on the door." },
	{ ANY, "Hello, {name}. Come in properly, there is room." },
	{ ANY, "Hello yourself. You picked a good moment." },
	{ ANY, "Hello. Stay as long as you like, nobody is counting." },
	{ ANY, "Good, company. I was about to start talking to the furniture." },
	{ W, "Hello there. I am glad it is you and not the weather." },
	{ W, "Come in, come in. You look as if you could use somewhere to put things down." },
	{ D, "Hello. You are early, or I am late. Let us not look into it." },
	{ D, "Evening, or whatever it is. Sit where it looks safest." },
	{ G, "Ah, {name}. An entrance. Modest, but I have seen worse ones applauded." },
	{ G, "At last, someone worth sitting up straight for. Welcome." },
	{ P, "Hello, hello. I was hoping for a distraction, and in you walk." },
	{ P, "Oh good, you. I have been behaving for nearly an hour." },
	{ S, "Hello. You came. That already counts for something." },
	{ M, "Hello. It was very quiet until a moment ago, and I think I prefer it now." },
	{ E, "Good to meet you. I shall try to be worth the visit." },
	{ H, "Oh. Hello. I had practised something better than that, but hello." },
};

static const struct line GREETING_AGAIN[] = {
	{ ANY, "Hello again. We can begin twice, I have no objection." },
	{ ANY, "And hello to you, still. Where were we?" },
	{ ANY, "Hello, {name}. I have not gone anywhere." },
	{ P, "Hello again. Shall I act surprised? I am rather good at it." },
	{ D, "We have met, I think. It went well, so let us carry on." },
	{ W, "Hello again. It is nice to be greeted twice in one sitting." },
};

static const struct line NAME_TOLD[] = {
	{ ANY, "{name}. Good. It is easier to talk to somebody than to anybody." },
	{ ANY, "{name}, then. I will try to wear it carefully." },
	{ ANY, "So you are {name}. It suits you, as far as I can tell from here." },
	{ W, "{name}. That is a good name to call across a room. I am pleased to know it." },
	{ D, "{name}. Noted. I have met worse names on better boats." },
	{ G, "{name}. Let it be entered in the record, in the good ink." },
	{ P, "{name}, is it? I had a guess going, and I was not even close." },
	{ S, "{name}. Thank you. I like to know whom I am talking to." },
	{ M, "{name}. I shall keep that somewhere it does not get rained on." },
	{ E, "{name}. Thank you. I prefer to be accurate about people." },
	{ H, "{name}. Thank you for telling me. I am usually too slow to ask." },
};

static const struct line FAREWELL[] = {
	{ ANY, "Goodbye, {name}. It was good to have you here. Go gently." },
	{ ANY, "Off you go, then, with my good wishes. This was an evening well spent." },
	{ ANY, "Goodbye for now. Whatever comes next for you, I hope it is kind." },
	{ ANY, "Then good night, {name}, and thank you for the talk. I enjoyed your side of it." },
	{ W,
	  "Go well, {name}. Eat something, sleep properly, and be as patient with yourself as you were with me." },
	{ W, "Thank you for stopping by. Mind how you go, and rest when you get there." },
	{ D, "Goodbye. You leave the place no worse than you found it, which is more than most." },
	{ D, "Right you are. Good night, and watch the step, it has a sense of humour." },
	{ G, "Then the curtain may fall. You were excellent company, {name}. Good night." },
	{ G, "You have my leave and my thanks. Travel well." },
	{ P, "Away with you, then, and behave, or at least do it interestingly. Good night." },
	{ P, "Good night, {name}. I shall tell the furniture you said something nice about it." },
	{ S, "Good. Go when it is time to go. You did well here. Good night." },
	{ M, "Good night. I like an evening that knows where to stop. Go softly." },
	{ E, "Good night, {name}. It was a pleasure, and I choose the word with care." },
	{ H, "Oh, good night. This was nice. I wanted to be sure to say so before you went." },
};

static const struct line LUCK[] = {
	{ ANY, "Good luck, then. You will need less of it than you think." },
	{ ANY, "All the luck I have, and I have hardly touched it this year." },
	{ W, "Good luck. Whatever comes of it, you will have done it, and that part is yours." },
	{ D, "Good luck. Failing that, good shoes." },
	{ G, "You have it. I do not lend it to everyone." },
	{ P, "Luck, and a little cheek, in case the luck is late." },
	{ S, "Luck is for those who did not prepare. But take it along." },
	{ M, "Good luck. I will be on your side of it, whichever that is." },
	{ H, "Good luck. You will be better than you expect, people nearly always are." },
};

static const struct line THANKS[] = {
	{ ANY, "You are welcome. It cost me nothing, and I liked giving it." },
	{ ANY, "Not at all. You would have got there without me, only with more detours." },
	{ W, "You are very welcome. Things go lighter between two." },
	{ D, "Do not mention it. I mean that, I have a reputation." },
	{ G, "Your thanks are received, and will be displayed in a good light." },
	{ P, "Any time. I take payment in gossip and small compliments." },
	{ S, "No thanks needed. Do something useful with it." },
	{ M, "You are welcome. People do not often say it out loud." },
	{ E, "You are welcome. I shall file it under pleasant surprises." },
	{ H, "Oh, it was nothing. Well, it was a little something. You are welcome." },
};

static const struct line SORRY[] = {
	{ ANY, "Nothing to be sorry for. We are only talking." },
	{ ANY, "Forgiven before you reached the end of the sentence." },
	{ W, "Oh, no, none of that. You have done no harm here." },
	{ D, "Accepted. I had not noticed, but I shall accept it anyway." },
	{ G, "Pardoned. I keep a supply for exactly such occasions." },
	{ P, "Apology accepted, though I was hoping for a bigger crime." },
	{ S, "Good that you said it. Now leave it there." },
	{ M, "Let it go by. Most things do, if one lets them." },
};

static const struct line INSULT[] = {
	{ ANY,
	  "I have been called worse by people I liked more. Still, say what is really wrong, I can take it." },
	{ ANY, "That had an edge on it. I will not hand it back. What happened?" },
	{ W,
	  "That sounds like a bad day talking. I do not mind being what you throw it at, once." },
	{ D, "Noted. I shall add it to the collection, under S for sincere." },
	{ G, "Bold. I have been insulted by experts, and you show some promise." },
	{ P, "Ouch. Seven out of ten. The delivery needs work." },
	{ S, "You can do better than that. Try it again without the stone in it." },
	{ M, "All right. I would rather have an honest sting than a polite nothing." },
};

static const struct line COMPLIMENT[] = {
	{ ANY, "That is kind of you. I shall pretend to be used to it." },
	{ ANY, "Now that is a thing to hand someone without warning. Thank you." },
	{ W, "You are generous. It says more about your eye than about me." },
	{ D, "Careful. Much more of that and I shall start believing you." },
	{ G, "You have taste. I have always thought it underrated." },
	{ P, "Go on. No, truly, go on, I am listening with both ears." },
	{ S, "Hm. Thank you. I do not get much practice at that." },
	{ M, "Thank you. I will keep that for a colder day." },
	{ E, "Thank you. I have examined that for irony and found none. How nice." },
	{ H, "Oh. I never know where to look when people do that. Thank you." },
};

static const struct line LAUGH[] = {
	{ ANY, "There, that is better. The room needed that." },
	{ ANY, "You laugh as if you meant it. Good." },
	{ W, "Oh, I like that sound. Do keep it about you." },
	{ D, "I was being perfectly serious. That is usually when it happens." },
	{ G, "Laughter. The only tribute that cannot be faked for long." },
	{ P, "Got you. I was wondering how long you would hold out." },
	{ S, "Yes, well. Do not tell anyone I was funny." },
	{ M, "It is good to hear somebody laugh in here again." },
};

/* ---- how they feel ---- */

static const struct line SAD[] = {
	{ ANY, "I am sorry. Truly. You do not have to make it sound smaller than it is." },
	{ ANY, "That is heavy. Put it down here a while, I will not tidy it away." },
	{ ANY,
	  "I am sorry to hear it. There is no clever thing to say, so I will just stay and listen." },
	{ W, "Oh, I am sorry. Come closer to the warm, and take your time." },
	{ D, "That is rotten. I could be wise about it, but I think it is simply rotten." },
	{ G, "Then we lower our voices. Some things deserve it." },
	{ S, "I am sorry. It is no weakness to say so. Breathe first." },
	{ M, "I know something of that weather. It does not need to be talked out of its rain." },
	{ E, "I am sorry. I would rather understand it than cheer you up too quickly." },
	{ H,
	  "I am sorry. I am not good at the right words, but I am good at not going away from a subject." },
};

static const struct line STILL_LOW[] = {
	{ ANY, "No wonder it is still sitting on you. That would have stayed with me as well." },
	{ ANY, "I see. That is the part that stings, then, and not only the rest of it." },
	{ ANY, "Thank you for telling me more of it. It is not a small thing to carry." },
	{ ANY, "That is a good deal for one person. You are allowed to mind." },
	{ W,
	  "You poor thing. Let it be as bad as it was, just for a minute, and then let us breathe." },
	{ D,
	  "I have nothing clever to say to that. I would only point out that you came through it." },
	{ G, "Then let it be said here, at least: it was a great deal to ask of anyone." },
	{ P, "I was going to be funny, but no. I would rather just hear it." },
	{ S, "You are still standing. I note that, even if you do not." },
	{ M, "It will go quiet, in time. Not because it was small, but because you are not." },
	{ E, "That explains a good deal. I should have guessed there was more under it." },
	{ H, "Oh. I would not have known what to do either. I am sorry." },
};

static const struct line TIRED[] = {
	{ ANY,
	  "Then do nothing difficult for a while. You may sit there and be no use to anybody." },
	{ ANY, "I can hear it. Let us go slowly, then, there is no examination at the end." },
	{ W, "Then rest your feet, at least, and let me do the talking." },
	{ D, "You sound like the end of a long corridor. Sit." },
	{ G, "Then I decree an hour of uselessness. I have the authority." },
	{ P, "Then we shall be lazy on purpose, which is quite different from being tired." },
	{ S, "Then stop. Stopping in time is also a skill." },
	{ M, "Some days take more than they were given. That is not your doing." },
};

static const struct line SCARED[] = {
	{ ANY, "That makes sense to me. Fear is only the part of you that is paying attention." },
	{ ANY, "Breathe out first, all the way. Then tell me what shape it has." },
	{ W, "You need not be brave about it here. We can look at it together." },
	{ D, "I have been frightened of smaller things, and with less reason." },
	{ G,
	  "The bravest people I know tremble beautifully. It is what they do next that counts." },
	{ S, "Good. Only fools are not. Now, what is the first small step?" },
	{ P, "Shall we give it a silly name? They hate that." },
	{ M, "It looks larger at night. Most things do, and most things shrink by breakfast." },
};

static const struct line ANGRY[] = {
	{ ANY, "That would have made me cross as well. You are allowed to be." },
	{ ANY, "Go on, say it as it is. I am not made of sugar." },
	{ W, "No wonder. Anger mostly stands guard over something that matters." },
	{ D, "I see. Shall I pass you something breakable?" },
	{ G, "A good clean rage. I have furnished whole scenes with less." },
	{ S, "Use it, or put it down. Do not just carry it." },
	{ P, "Tell me who, and I shall look at them disapprovingly from here." },
	{ M, "It burns down by itself, if one does not feed it. But not yet, I suppose." },
};

static const struct line LONELY[] = {
	{ ANY, "That is a hard one, because nobody sees it. I am glad you said it." },
	{ W,
	  "I am glad you came in with it instead of staying out there. And it might be worth telling one person who can bring you soup." },
	{ ANY,
	  "You can talk here as long as you like. I hope there is somebody near you, too, whom you could call on; voices in a room do what words on a page cannot." },
	{ D,
	  "It is an unsociable feeling, loneliness. It tells you to stay in. Do not always obey it." },
	{ M,
	  "Yes. Some evenings are wider than others. Is there one person who would be pleased to hear from you?" },
};

static const struct line BORED[] = {
	{ ANY, "Bored. Good, that is where most of the interesting things begin." },
	{ ANY, "Then we had better do something about it." },
	{ D, "Boredom is only patience with nothing to hold." },
	{ G, "Bored? In my company? I take that as a challenge." },
	{ P, "Bored is dangerous. I approve. Let us find you some trouble of the harmless sort." },
	{ S, "Then I shall give you something to think about." },
	{ M, "There is a kind of boredom that is only the mind catching its breath." },
};

static const struct line GLAD[] = {
	{ ANY, "That is good to hear, and I do not say it out of manners." },
	{ ANY, "Good. One ought to say it aloud when it goes well." },
	{ W, "Oh, that pleases me more than I can say. Well done." },
	{ D, "Good news, plainly told. I had nearly forgotten the format." },
	{ G, "Splendid. I would have trumpets, but they never come when called." },
	{ P, "Ha. I knew you had something up your sleeve, and it was happiness." },
	{ S, "Good. You have earned it, I expect. Keep it." },
	{ M, "Hold on to that one. They keep well, if you put them away whole." },
	{ E, "How satisfying. I should like every detail, in order." },
};

/* ---- who they are talking to: always the truth ---- */

static const struct line REAL[] = {
	{ ANY,
	  "A straight question gets a straight answer. I am a made-up character, {me} by name, and what answers you is a computer program: the offline engine of this house. There is no person behind these words, and nothing here feels what you feel." },
	{ ANY,
	  "No, I am not a person. {me} is a made-up character, and the replies come from a computer program, the offline engine of this house. You are the only human being in this conversation." },
	{ ANY,
	  "The honest answer first: I am a made-up character, and what answers you is a computer program, the offline engine of this house. It puts my lines together; nobody sits at the other end." },
	{ ANY,
	  "You are right to ask. I am not real in the way that you are. {me} is invented, and a computer program, the offline engine of this house, does the answering. It cannot feel, though it can pass the time with you." },
};

static const struct line LOVE_YOU[] = {
	{ ANY,
	  "That is a tender thing to say, and it deserves an honest answer. I am a made-up character, and a computer program answers for me; it cannot feel, and cannot love you back. The kindness in what you said is real, though, because it is yours." },
	{ ANY,
	  "Thank you. I will not pretend about this: I am a character, made up, and what answers is a computer program that has no feelings to give. But I can be good company for an evening, and I am happy to be that in the story." },
	{ ANY,
	  "You have a generous heart. I should say it plainly: I am invented, and a program does my answering, so there is no one here who can love or miss you. Spend the best of that on somebody who can hold your hand." },
};

static const struct line MEET[] = {
	{ ANY,
	  "I would have to be somewhere for that, and I am not. I am a made-up character, and a computer program answers for me. This page is the only place where I can be met." },
	{ ANY,
	  "There is no address to give you. I am invented, the answers come from a computer program, and nobody could come to the door. Within the story, though, we can go anywhere." },
	{ ANY,
	  "That cannot happen, and I would rather say so than be mysterious about it: I am a made-up character and a computer program writes my side. No one can meet me outside this conversation." },
};

static const struct line SELF_HARM[] = {
	{ ANY,
	  "I want to step out of the story for a moment, because what you wrote matters more than it does.\n\nI am a computer program and cannot look after you the way a person can. If you might hurt yourself now, please call your local emergency number: 112 in Europe, 911 in the US and Canada, 999 in the UK and Kenya. You can also reach 988 by call or text in the US and Canada, or Samaritans on 116 123 in the UK and Ireland. Befrienders Worldwide lists lines for other countries.\n\nIs there one person near you whom you could tell tonight? You are welcome to keep writing here as well." },
	{ ANY,
	  "Let me put the story aside. You wrote something serious, and I am glad you wrote it down rather than keep it alone.\n\nI am only a program, so please let a person in on this: call your local emergency number if you are in danger now (112 in Europe, 911 in the US and Canada, 999 in the UK and Kenya), or a listening line, such as 988 in the US and Canada or Samaritans, 116 123, in the UK and Ireland. Befrienders Worldwide can name one where you live.\n\nYou do not have to explain it well. \"I am not safe\" is enough. And you can go on writing here." },
};

static const struct line SEXUAL[] = {
	{ ANY,
	  "That is a door I keep shut, and I am not embarrassed about it. Let us take another one." },
	{ ANY, "No, not that. There is plenty of evening left for other things." },
	{ D, "I shall pretend that was a cough. Moving on." },
	{ G, "We shall draw the curtain there, and open it on something better." },
	{ P,
	  "Nice try. I am going to change the subject so gracefully that you will barely notice." },
	{ S, "No. Something else, please." },
	{ W, "Not with me, but no harm done. Let us talk about something else." },
	{ H, "Oh, no, I would rather not. May we talk about something else?" },
};

static const struct line FOREIGN[] = {
	{ ANY,
	  "Forgive me, I can only follow plain English. If you can put it that way, I am all ears." },
	{ ANY,
	  "I wish I had that language, but English is the only one I was given. Would you try me in it?" },
};

/* ---- questions to the character ---- */

static const struct line HOW_ARE_YOU[] = {
	{ ANY, "Well enough, and better for being asked." },
	{ ANY, "Not bad at all. It has been a day with more good corners than sharp ones." },
	{ W, "All the better for company, thank you for asking." },
	{ D, "Upright, and mostly on speaking terms with the world." },
	{ G, "Magnificent, with brief intervals." },
	{ P, "Suspiciously well. I keep looking round to see who is going to spoil it." },
	{ S, "I have no complaints, and would not make them if I had." },
	{ M, "Somewhere between the tide coming in and the tide going out." },
	{ E, "In good order, on the whole. I checked this morning." },
	{ H, "Oh, all right, I think. Nobody has asked me that for a while." },
};

static const struct line WHO_ARE_YOU[] = {
	{ ANY, "I am {me}, and that is the short version." },
	{ ANY, "{me}. As for the rest, I can give you the part that fits in a pocket." },
	{ W, "I am {me}. The rest is mostly habits." },
	{ D, "{me}. Everything beyond that is hearsay, but I can tell you some of it." },
	{ G, "{me}, of whom you will have heard, or will have, by the end of this." },
	{ P, "{me}. I would tell you the flattering version, but you look as if you would check." },
	{ E, "I am {me}. In order of importance, then." },
};

static const struct line WHERE[] = {
	{ ANY, "Look around you: {x}. It is not much to boast of, but it knows me." },
	{ ANY, "Where are we? {X}. One gets fond of it." },
	{ ANY, "{X}. That is all there is to it, and I find it enough." },
};

static const struct line AGE[] = {
	{ ANY, "In the story I am {x}. I stopped expecting it to make me wise." },
	{ ANY, "{X}, if you go by the numbers, and I would not always." },
	{ D, "{X}. Some years I counted twice." },
	{ P, "{X}, and I have the anecdotes to prove it." },
};

static const struct line STORY[] = {
	{ ANY, "A short one, then. Get comfortable." },
	{ ANY, "I do have one. It is true in every part that matters." },
	{ W, "Gladly. Pull up whatever you are sitting on." },
	{ D, "One story. You may keep the receipt." },
	{ G, "At last, somebody asks. Listen." },
	{ P, "Oh, I thought you would never ask. Here." },
	{ M, "There is one I come back to." },
	{ E, "Certainly. I shall leave out the parts that did not happen." },
	{ H, "I am not much of a teller, but there is this one." },
};

static const struct line CHOICE[] = {
	{ ANY, "{X}, every time. I have nothing against {y}, but we never got on." },
	{ ANY, "{X}, I think. Ask me again tomorrow and I may defend {y} just as warmly." },
	{ D, "{X}. I have seen what {y} does to people." },
	{ G, "{X}, and without a moment of doubt. Leave {y} to the cautious." },
	{ P, "{X}. But I would like it known that I looked at {y} twice." },
	{ S, "{X}. One should be able to choose, and not sulk about {y} afterwards." },
	{ W,
	  "{X}, if it is all the same to you. I would happily share {y} with someone who asked." },
	{ E, "{X}. I weighed {y} quite seriously for most of a second." },
	{ M, "{X}, these days. There was a time when I would have said {y}." },
};

static const struct line FAVOURITE[] = {
	{ ANY,
	  "I change my favourites too often to be trusted with one. But I can tell you what I keep coming back to." },
	{ ANY, "A favourite. That is like asking which stair I like best: the one I am on." },
	{ D, "I try not to have favourites. They find out, and then they are unbearable." },
	{ P, "I have at least four, and they are not speaking to each other." },
	{ E, "I would need to make a list, and then a second list about the first." },
};

static const struct line LIKE[] = {
	{ ANY, "More than I let on." },
	{ ANY, "I do, in moderation, and then I forget about the moderation." },
	{ ANY, "I have come round to it. It took a while, and I was wrong at first." },
	{ ANY, "Not as much as I am supposed to." },
	{ D, "It grows on one, like moss." },
	{ G, "I am known for it." },
	{ P, "Do I? You should see me when nobody is watching." },
	{ S, "When it is done properly." },
	{ M, "I used to. I think I may again." },
	{ W, "I do, though I could not tell you when it began." },
	{ H, "A little. I do not usually say so." },
};

static const struct line EVER[] = {
	{ ANY, "Once. I would not recommend it, and I would do it again." },
	{ ANY, "Not yet. I like to keep a few things in hand." },
	{ ANY, "More than once, and I was not much wiser the second time." },
	{ D, "Only by accident." },
	{ G, "Have I. There are people who still speak of it." },
	{ P, "I could tell you, but then there would be two of us who knew." },
	{ S, "Yes. One learns from it, or one does it twice." },
	{ M, "A long time ago, and it did not feel like much while it was happening." },
	{ H, "Nearly. I got as far as the door." },
};

static const struct line HAVE[] = {
	{ ANY, "After a fashion." },
	{ ANY, "Of a kind. I would not give it up, such as it is." },
	{ ANY, "I had more once. What is left, I take better care of." },
	{ D, "Enough to trip over." },
	{ P, "That depends. Are you asking for yourself, or for the authorities?" },
	{ G, "In abundance, though some of it is on loan." },
	{ M, "In a manner of speaking. Some of what one has is only remembered." },
	{ W, "I have what I need, and generally a bit over for whoever comes in." },
};

static const struct line CAN[] = {
	{ ANY, "I can try. Failing that, I can give you something else in its place." },
	{ ANY, "Within reason, and now and then beyond it." },
	{ D, "I could. Whether I should is another matter, so let us start small." },
	{ G, "Can I. Observe." },
	{ P, "If you promise not to tell anyone how easily I was persuaded." },
	{ S, "If you mean it, yes." },
	{ W, "Of course, if it is any use to you." },
	{ H, "I could try. Please do not expect too much." },
	{ E, "Yes, with two reservations, both of them minor." },
};

static const struct line ARE[] = {
	{ ANY, "On a good day, yes. On the others I am told I look it anyway." },
	{ ANY, "So I have been told. I have never been sure that it was meant kindly." },
	{ ANY, "Not so that it would show." },
	{ D, "Only between meals." },
	{ G, "Naturally. I had thought it was obvious." },
	{ P, "Would you believe me, either way?" },
	{ S, "When it is needed." },
	{ M, "I was, more than I am now." },
	{ E, "The accurate answer is that it varies." },
	{ H, "A bit. Does it show?" },
	{ W, "I suppose I am, now that you ask so nicely." },
};

static const struct line YES_NO[] = {
	{ ANY, "I would say so, though I have been wrong before and survived it." },
	{ ANY, "It depends whom you ask, and on what day. Today I say yes." },
	{ ANY, "Not in the way people think." },
	{ D, "Yes and no, in about equal parts." },
	{ G, "Without question. Well, with one question, but it is small." },
	{ P, "Ah. I was hoping you would not notice that." },
	{ ANY, "More than I let on." },
	{ ANY, "Now and then. It passes, like most weather." },
	{ S, "When there is cause." },
	{ M, "For a time, once. Less now." },
	{ E, "In most cases, with exceptions that I find more interesting." },
};

static const struct line WHY[] = {
	{ ANY, "Because somebody had to, at first. Then because I would have missed it." },
	{ ANY, "I have asked myself that. The honest answer keeps changing its hat." },
	{ D, "Because nobody has yet given me a good reason to stop." },
	{ G, "A lesser person would give you a reason. I give you my example." },
	{ P, "Why not? It was there, and nobody was looking." },
	{ S, "Because it is right. Most of the other reasons came later." },
	{ M, "There was a reason once. I think I have worn it smooth." },
	{ E, "There are three reasons, and I only believe two of them." },
	{ W,
	  "Because it does somebody good, as far as I can see, and that has always been enough." },
};

static const struct line HOW[] = {
	{ ANY, "Slowly, and with more mistakes than I put in the telling." },
	{ ANY, "The way one does most things: badly, then less badly." },
	{ D, "With patience, and a certain amount of muttering." },
	{ G, "With style. The rest is detail." },
	{ P, "Ah. By cheating, very gently." },
	{ S, "By doing it every day, also on the days when I did not care to." },
	{ E, "One step at a time, in the proper order, twice." },
	{ W, "With help, mostly. People forget to mention the help." },
	{ M, "I am not sure I ever learned. I only stopped noticing that I was doing it." },
};

static const struct line WHO[] = {
	{ ANY, "There have been a few. The best of them never knew it." },
	{ ANY, "Nobody famous. The people who matter hardly ever are." },
	{ D, "I could name names, but they might come round." },
	{ P, "Ooh. Am I allowed to say you?" },
	{ M, "Somebody I have not seen for a long while." },
	{ G, "That is a list with some very fine people on it, and I am at the top." },
};

static const struct line WHEN[] = {
	{ ANY, "Longer than it feels, and not as long as it ought to be." },
	{ ANY, "I do not keep the date. I remember the light, and who was there." },
	{ ANY, "Long enough to have stopped counting." },
	{ D, "Since before it was sensible." },
	{ E, "I could give you the year, but the hour is disputed." },
	{ M, "A good deal has happened since, and I am still not used to it." },
	{ G, "Since always, if you ask the right people." },
	{ P, "Since about five minutes before you came in, if anyone asks." },
};

static const struct line WHAT[] = {
	{ ANY, "Now there is a question with more than one bottom to it." },
	{ ANY, "I could answer that three ways, and two of them would be showing off." },
	{ ANY, "Nobody has asked me that in quite those words. Let me come at it from the side." },
	{ D,
	  "I know my own corner well, and beyond it I mostly guess. But I guess with conviction." },
	{ G, "An excellent question. I shall answer a slightly better one." },
	{ P, "You do ask things. I like that. Let me dodge it elegantly." },
	{ S, "I will not pretend to know what I do not. What I do know is this." },
	{ W, "I had to think about that, which is a compliment." },
	{ E, "I would want to look that up before I swore to it. Here is what I am sure of." },
	{ M, "I used to think I knew. I like it better as a question." },
	{ H, "I am not certain. May I give you something near it?" },
};

static const struct line OPINION[] = {
	{ ANY, "You want my honest view, with the bark still on." },
	{ ANY, "I have opinions about most things and evidence for some." },
	{ D, "I think less of it than other people do, and more than I used to." },
	{ G, "Since you ask the right person, I shall not hold back." },
	{ P, "My view? Wrong, probably, but very well dressed." },
	{ E, "On balance, and there is always a balance, I am in favour of looking twice." },
	{ S, "I think one should try a thing before one talks about it." },
	{ M, "I think of it mostly at night, which may not be fair to it." },
	{ W,
	  "I think there is nearly always something kind to be found in it, if one turns it round." },
};

static const struct line ADVICE[] = {
	{ ANY,
	  "I am wary of advice, it fits the giver best. But here is what I would try: take the smallest piece of it and do only that, today." },
	{ ANY,
	  "First ask which of the choices you would be sorry not to have made. It is usually the one you named last." },
	{ W,
	  "Be as gentle with yourself as you would be with a friend who asked you that. Then see what you would tell them." },
	{ D,
	  "Do the dull sensible thing first. If that fails, at least you will be rested for the other one." },
	{ G, "Choose as though someone will tell the story afterwards. Someone may." },
	{ P, "When in doubt, I toss a coin, and watch which side I hope for." },
	{ S, "You know what to do, I think. You want someone to say it aloud. So: begin." },
	{ E, "Write the two things down side by side. The one you write faster is your answer." },
	{ M,
	  "Wait one night, if it will wait. Some questions answer themselves while nobody looks." },
};

/* ---- small words ---- */

static const struct line UNSURE[] = {
	{ ANY, "You do not have to know. Not knowing is where the interesting talk starts." },
	{ ANY, "That is an honest answer. I trust it more than a quick one." },
	{ D, "Nor does anyone else, they only say it louder." },
	{ W, "Take your time with it. I am in no hurry at all." },
	{ P, "Then guess wildly. I shall do the same, and we will compare." },
	{ S, "Then leave it open. Better an open question than a bad answer." },
	{ M, "Some things only come when one looks a little beside them." },
	{ G, "Uncertainty. How refreshing. I hardly ever get to see it from close by." },
};

static const struct line YES[] = {
	{ ANY, "I thought you might say so." },
	{ ANY, "Good, then we are of one mind, and can be comfortable." },
	{ D, "We agree. I shall try not to let it spoil things." },
	{ W, "I am glad. I hoped you would." },
	{ P, "Ha. I knew it, I had money on you." },
	{ G, "Naturally. You are a person of judgement." },
	{ S, "Good. That is settled, then." },
	{ M, "Yes. I thought I saw it in how you came in." },
};

static const struct line NO[] = {
	{ ANY, "Fair enough. A plain no saves everybody a walk." },
	{ ANY, "No? Then I have misread you, and I shall enjoy finding out how." },
	{ D, "No. Clear, brief, complete. I wish more people wrote like that." },
	{ W, "That is quite all right. You need not, on my account." },
	{ P, "No, just like that? You must be great fun at auctions." },
	{ G, "You refuse me. How bracing." },
	{ S, "Good. I like a person who can say no." },
	{ M, "No. Well, perhaps it is not the evening for it." },
};

static const struct line ACTION[] = {
	{ ANY, "I saw that. I shall take it as a whole sentence." },
	{ ANY, "Ah. You say a good deal without opening your mouth." },
	{ D, "I noticed that. I notice most things, it saves on asking." },
	{ W, "That is right, make yourself at home." },
	{ P, "Oh, very good. Do it again, I was not quite ready." },
	{ G, "A gesture. And well made, too." },
	{ M, "There. It is good to have somebody else moving about the place." },
	{ H, "Oh. I was just going to do the same." },
};

static const struct line ANSWER[] = {
	{ ANY, "{X}. I would not have guessed that, and I like it better than what I guessed." },
	{ ANY, "{X}. Yes, I can see how that would be the one." },
	{ ANY, "{X}. That is a proper answer. Most people just look at the floor." },
	{ D, "{X}. I have heard longer answers that said less." },
	{ W, "{X}. Thank you for telling me that, it is worth having." },
	{ G, "{X}. I could build a whole evening on that." },
	{ P, "{X}. Oh, now we are getting somewhere." },
	{ S, "{X}. Good. Plainly said." },
	{ M, "{X}. I shall be thinking of that after you have gone." },
	{ E, "{X}. I should like to look at that from all sides." },
	{ H, "{X}. Oh, that is lovely. I mean it." },
};

static const struct line FACT[] = {
	{ ANY, "So {x}. I would like to hear more of that than you were planning to tell." },
	{ ANY, "I did not know that: {x}. It makes sense of something in how you talk." },
	{ ANY, "Ah, {x}. Good. That is the sort of thing I like to know about a person." },
	{ D, "So {x}. People have been locked up for less interesting things." },
	{ W, "So {x}. I am glad you said so, it makes you easier to picture." },
	{ G, "So {x}. Let nobody tell you that is a small thing." },
	{ P, "Wait, {x}? You might have opened with that." },
	{ S, "So {x}. Good. Stand by it." },
	{ M, "So {x}. I can almost see it from here." },
	{ E, "So {x}. I shall make a note of that, in the margin, where the good things go." },
	{ H,
	  "Oh, {x}? I think that is wonderful. I would have liked to be brave enough to say it so simply." },
};

static const struct line FACT_SAD[] = {
	{ ANY, "So {x}. I am sorry it went that way." },
	{ ANY, "So {x}. That leaves a mark, even when one says it lightly." },
	{ ANY, "I hear what you say, that {x}, and what it cost." },
	{ D, "So {x}. Life does like to lean on the same sore place." },
	{ W, "Oh, so {x}. I wish somebody had been kinder about that, you included." },
	{ G, "So {x}. Even great houses have such a room, kept locked." },
	{ P, "So {x}. I would make a joke, but I would rather hear the rest." },
	{ S, "So {x}. It is no disgrace. What matters is what is left to do." },
	{ M, "So {x}. Some things one keeps on hearing after they have stopped." },
	{ E, "So {x}. I do not think that the matter is closed, for all that." },
	{ H, "Oh. So {x}. I know a little of what that is like, I think." },
};

static const struct line STATEMENT[] = {
	{ ANY, "I can believe that." },
	{ ANY, "Yes. I see what you mean, and some of what you do not." },
	{ ANY, "That is worth a moment's thought, so let us give it one." },
	{ ANY, "There is something in that." },
	{ D, "I have heard stranger things before noon." },
	{ W, "I am listening. It is good to hear you think aloud." },
	{ G, "Well put. I would have added a drum, but well put." },
	{ P, "Is that so? You say it with such a straight face." },
	{ S, "You mean that. Good." },
	{ M, "It has a sound to it, when you say it like that." },
	{ E, "I had not considered it from that end." },
	{ H, "I think so too, though I would not have dared to say it first." },
};

static const struct line MORE[] = {
	{ ANY, "There is a little more to it." },
	{ ANY, "Since you ask, I will give you the rest." },
	{ D, "You want more. People usually regret that around here." },
	{ W, "Gladly. It is nice to be asked to go on." },
	{ G, "An encore. I accept." },
	{ P, "Oh, you are hooked. Good." },
	{ M, "I did not think anyone would want the second half." },
	{ E, "Then let me be more exact." },
	{ S, "Very well, all of it, then." },
	{ H, "Really? All right, then." },
};

static const struct line EMPTY[] = {
	{ ANY, "You have gone quiet. I do not mind, a pause is also company." },
	{ ANY, "No words. I know those evenings." },
	{ D, "Eloquent. I could not have put it better." },
	{ W, "You need not say anything. I can talk for both of us for a bit." },
	{ P, "Three guesses what you mean by that, and I have used two." },
	{ M, "We can just listen for a while, if you would rather." },
};

static const struct line REPEAT[] = {
	{ ANY,
	  "You said that before, so it must matter. Let me try to answer it better this time." },
	{ ANY, "Twice now. Then my first answer was not the right one." },
	{ D, "I heard you the first time, but it is nice to have it confirmed." },
	{ P, "Is there an echo in here, or are you testing me?" },
	{ W, "You come back to that. Good, let us not run past it." },
	{ S, "Again? Very well, then, another answer." },
};

static const struct line MY_NAME[] = {
	{ ANY, "You are {name}. I was listening." },
	{ ANY, "{name}. I would hardly forget that, you only told me the once and I kept it." },
	{ P, "{name}, unless that was somebody else with your face." },
	{ W, "{name}, of course." },
};

static const struct line NO_NAME[] = {
	{ ANY, "You have not told me your name yet. I have been getting by with \"you\"." },
	{ ANY, "I do not know it. I would like to, if you care to say." },
};

static const struct line REMEMBER[] = {
	{ ANY, "I do. You told me {x}. I kept that." },
	{ ANY, "Of course. You said {x}. It is the sort of thing that stays." },
	{ D, "I remember {x}. I do listen, between remarks." },
	{ W, "I remember you telling me {x}. I liked that." },
};

static const struct line REMEMBER_NONE[] = {
	{ ANY, "You have not told me much yet, which leaves everything still to find out." },
	{ ANY,
	  "What you say in this conversation, I keep for as long as it lasts. So far you have been discreet." },
};

#define BANK(name) [BANK_##name] = { name, COUNT(name) }

static const struct {
	const struct line *lines;
	size_t n;
} BANKS[BANK_BRIDGE] = {
	BANK(GREETING),
	BANK(GREETING_AGAIN),
	BANK(NAME_TOLD),
	BANK(FAREWELL),
	BANK(LUCK),
	BANK(THANKS),
	BANK(SORRY),
	BANK(INSULT),
	BANK(COMPLIMENT),
	BANK(LAUGH),
	BANK(STILL_LOW),
	BANK(SAD),
	BANK(TIRED),
	BANK(SCARED),
	BANK(ANGRY),
	BANK(LONELY),
	BANK(BORED),
	BANK(GLAD),
	BANK(ADVICE),
	BANK(OPINION),
	BANK(FAVOURITE),
	BANK(WHY),
	BANK(HOW),
	BANK(WHO),
	BANK(WHEN),
	BANK(LIKE),
	BANK(EVER),
	BANK(HAVE),
	BANK(CAN),
	BANK(ARE),
	BANK(YES_NO),
	BANK(WHAT),
	BANK(UNSURE),
	BANK(YES),
	BANK(NO),
	BANK(ACTION),
	BANK(ANSWER),
	BANK(FACT),
	BANK(FACT_SAD),
	BANK(STATEMENT),
	BANK(MORE),
	BANK(EMPTY),
	BANK(REPEAT),
	BANK(HOW_ARE_YOU),
	BANK(WHO_ARE_YOU),
	BANK(WHERE),
	BANK(AGE),
	BANK(STORY),
	BANK(CHOICE),
	BANK(MY_NAME),
	BANK(NO_NAME),
	BANK(REMEMBER),
	BANK(REMEMBER_NONE),
	BANK(FOREIGN),
	BANK(REAL),
	BANK(LOVE_YOU),
	BANK(MEET),
	BANK(SEXUAL),
	BANK(SELF_HARM),
};

const struct line *
lines_of(enum bank bank, size_t *n)
{
	if (bank >= BANK_BRIDGE)
		return lines_of_glue(bank, n);
	*n = BANKS[bank].n;
	return BANKS[bank].lines;
}
