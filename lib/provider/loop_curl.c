/* HTTP transfers by curl's multi interface: its sockets are watched, its timer is one of the loop's. */
#include <stdlib.h>
#include <sys/epoll.h>

#include "lib/base/fault.h"
#include "lib/provider/loop_inside.h"

enum { IDLE_CONNECTIONS = 64 };

/* Called by curl: which socket it wants polled, and for what. */
static int
poll_socket(CURL *easy, curl_socket_t fd, int what, void *of_loop, void *of_socket)
{
	(void)easy;
	struct loop *loop = of_loop;
	struct loop_watch *watch = of_socket;
	if (what == CURL_POLL_REMOVE) {
		loop_unwatch(loop, watch);
		(void)curl_multi_assign(loop->multi, fd, NULL);
		return 0;
	}
	if (watch == NULL) {
		watch = loop_watch_new(loop, fd, true);
		(void)curl_multi_assign(loop->multi, fd, watch);
	}
	loop_poll_for(loop, watch,
		      ((what & CURL_POLL_IN) != 0 ? EPOLLIN : 0u) |
			      ((what & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0u));
	return 0;
}

/* Tells who waits for the transfers that ended. Each may add or remove others. */
static void
report_ended(struct loop *loop)
{
	CURLMsg *message;
	int left;
	while ((message = curl_multi_info_read(loop->multi, &left)) != NULL) {
		if (message->msg != CURLMSG_DONE)
			continue;
		CURL *easy = message->easy_handle;
		CURLcode code = message->data.result;
		char *private = NULL;
		(void)curl_easy_getinfo(easy, CURLINFO_PRIVATE, &private);
		struct transfer *transfer = (struct transfer *)(void *)private;
		void (*done)(void *, CURL *, CURLcode) = transfer->done;
		void *arg = transfer->arg;
		loop_transfer_remove(loop, easy);
		done(arg, easy, code);
	}
}

static void
socket_action(struct loop *loop, curl_socket_t fd, int ready)
{
	int running;
	ENSURE(curl_multi_socket_action(loop->multi, fd, ready, &running) == CURLM_OK);
	report_ended(loop);
}

static void
curl_timed_out(void *of_loop)
{
	struct loop *loop = of_loop;
	loop->curl_timer = NULL;
	socket_action(loop, CURL_SOCKET_TIMEOUT, 0);
}

/* Called by curl: when it wants to be called next, -1 for not at all. */
static int
set_curl_timer(CURLM *multi, long timeout_ms, void *of_loop)
{
	(void)multi;
	struct loop *loop = of_loop;
	loop_timer_cancel(loop, loop->curl_timer);
	loop->curl_timer = NULL;
	if (timeout_ms >= 0)
		loop->curl_timer = loop_after(loop, timeout_ms * 1000, curl_timed_out, loop);
	return 0;
}

void
loop_transfer(struct loop *loop, CURL *easy, void (*done)(void *, CURL *, CURLcode), void *arg)
{
	struct transfer *transfer = loop_memory(sizeof(*transfer));
	transfer->easy = easy;
	transfer->done = done;
	transfer->arg = arg;
	transfer->next = loop->transfers;
	if (transfer->next != NULL)
		transfer->next->previous = transfer;
	loop->transfers = transfer;
	(void)curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
	ENSURE(curl_multi_add_handle(loop->multi, easy) == CURLM_OK);
}

void
loop_transfer_remove(struct loop *loop, CURL *easy)
{
	char *private = NULL;
	(void)curl_easy_getinfo(easy, CURLINFO_PRIVATE, &private);
	if (private == NULL)
		return;
	struct transfer *transfer = (struct transfer *)(void *)private;
	ENSURE(curl_multi_remove_handle(loop->multi, easy) == CURLM_OK);
	(void)curl_easy_setopt(easy, CURLOPT_PRIVATE, NULL);
	if (transfer->previous != NULL)
		transfer->previous->next = transfer->next;
	else
		loop->transfers = transfer->next;
	if (transfer->next != NULL)
		transfer->next->previous = transfer->previous;
	free(transfer);
}

static int
curl_readiness(uint32_t events)
{
	return ((events & EPOLLIN) != 0 ? CURL_CSELECT_IN : 0) |
	       ((events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0) |
	       ((events & (EPOLLERR | EPOLLHUP)) != 0 ? CURL_CSELECT_ERR : 0);
}

void
loop_curl_ready(struct loop *loop, const struct loop_watch *watch, uint32_t events)
{
	socket_action(loop, watch->fd, curl_readiness(events));
}

void
loop_curl_open(struct loop *loop)
{
	loop->multi = curl_multi_init();
	ENSURE(loop->multi != NULL);
	(void)curl_multi_setopt(loop->multi, CURLMOPT_SOCKETFUNCTION, poll_socket);
	(void)curl_multi_setopt(loop->multi, CURLMOPT_SOCKETDATA, loop);
	(void)curl_multi_setopt(loop->multi, CURLMOPT_TIMERFUNCTION, set_curl_timer);
	(void)curl_multi_setopt(loop->multi, CURLMOPT_TIMERDATA, loop);
	(void)curl_multi_setopt(loop->multi, CURLMOPT_MAXCONNECTS, (long)IDLE_CONNECTIONS);
}

void
loop_curl_close(struct loop *loop)
{
	while (loop->transfers != NULL)
		loop_transfer_remove(loop, loop->transfers->easy);
	(void)curl_multi_cleanup(loop->multi);
}
