/*
 * One call of a streaming text service, whatever its protocol (lib/provider/wire.h): one POST, tried
 * again only while nothing of a stream has come (the retry table of the vendors' own clients: 408,
 * 409, 429, 5xx, transport). text_stream.c moves the bytes, text_reply.c makes a reply of them.
 *
 * curl may not be called from within its own callbacks, and an event may cancel the call. So bytes
 * are only put by when they come, and are read in the loop's next round.
 */
#ifndef SNUG_PROVIDER_TEXT_STREAM_H
#define SNUG_PROVIDER_TEXT_STREAM_H

#include "lib/provider/filter.h"
#include "lib/provider/http.h"
#include "lib/provider/wire.h"

enum text_body { TEXT_BODY_UNKNOWN, TEXT_BODY_STREAM, TEXT_BODY_WHOLE };

struct text_call {
	struct arena *arena;
	struct arena *scratch; /* emptied after each frame */
	struct loop *loop;
	const struct wire *wire;
	const struct text_settings *settings;
	const struct text_request *request;
	const struct text_events *events;
	void *arg;

	CURL *easy;
	struct curl_slist *headers;
	bool is_transferring;
	bool is_paused;
	uint64_t fields; /* optional members, as the wire numbers them */
	int adapted;	 /* how often one was given up */
	int attempt;
	struct rand_seeded chance;

	struct loop_timer *reading;
	struct loop_timer *deadline;
	struct loop_timer *retry;
	int64_t began_us;
	int64_t alive_us; /* when the server last said something */
	int64_t most_us;  /* when the call must be over whatever it says */

	enum text_body mode;
	struct buf inbox; /* came and not yet read */
	struct buf body;  /* an answer that is no stream */
	struct sse_parser sse;
	bool has_bytes; /* something of a stream came: no second try */
	struct filter filter;
	size_t text_n; /* bytes given to the caller */
	size_t text_most;
	struct wire_calls calls;
	enum wire_finish finish;
	bool is_done;
	struct text_result result;

	bool is_busy; /* inside an event of the caller: freeing must wait */
	bool is_over;
};

/* The start and cancel of a text_provider. */
struct text_call *text_stream_start(const struct wire *wire, const struct text_settings *settings,
				    struct loop *loop, const struct text_request *request,
				    const struct text_events *events, void *arg);
void text_stream_cancel(struct text_call *call);

/* text_reply.c; each that answers false has ended the call (and freed it). */
bool text_reply_event(struct text_call *call, const struct sse_event *event, long status);
/* An answer that is no stream. */
void text_reply_whole(struct text_call *call, long status);
/* The stream is over, or silent behind its finish. */
void text_reply_finish(struct text_call *call);
/* What came before tells whether there is a part of a reply. */
void text_reply_broken(struct text_call *call, enum text_end without_text, struct str detail);

/* Lets go of everything in the loop: the connection closes when the transfer had not ended. */
void text_stream_stop(struct text_call *call);
void text_stream_free(struct text_call *call);
/* Tells the caller once, and frees the call. */
void text_stream_end(struct text_call *call, enum text_end end);

#endif
