// The least a server can do for a request: one edge-triggered epoll loop, one recv, a count of the blank lines in what came
// (each ends a request head), one send of that many constant responses. It parses nothing, checks nothing and has no timeouts:
// it stands for the cost of the kernel's part, which no server in any language can go below.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static const char response[] =
    "HTTP/1.1 200 OK\r\nContent-Length: 13\r\nContent-Type: text/plain\r\nDate: Tue, 24 Nov 2026 00:00:00 GMT\r\n\r\nHello, World!";
enum { ResponseLength = sizeof response - 1, MostPipelined = 256, MostEvents = 512 };
static char responses[MostPipelined * ResponseLength];

static void serve(int connection)
{
    char head[16384];
    for (;;) {
        ssize_t received = recv(connection, head, sizeof head, 0);
        if (received < 0 && errno == EINTR) {
            continue;
        }
        if (received < 0 && errno == EAGAIN) {
            return;
        }
        if (received <= 0) {
            close(connection);
            return;
        }
        int requests = 0;
        for (char *at = head, *end = head + received; (at = memmem(at, end - at, "\r\n\r\n", 4)) != NULL; at += 4) {
            requests++;
        }
        if (requests > MostPipelined) {
            requests = MostPipelined;
        }
        if (send(connection, responses, (size_t)requests * ResponseLength, MSG_NOSIGNAL) < 0 && errno != EAGAIN) {
            close(connection);
            return;
        }
        if (received < (ssize_t)sizeof head) {
            return;
        }
    }
}

int main(int count, char **arguments)
{
    if (count != 2) {
        fprintf(stderr, "usage: epoll PORT\n");
        return 1;
    }
    for (int i = 0; i < MostPipelined; i++) {
        memcpy(responses + i * ResponseLength, response, ResponseLength);
    }
    int on = 1;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(arguments[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 4096) < 0) {
        perror("epoll");
        return 1;
    }
    int poll = epoll_create1(0);
    struct epoll_event event = { .events = EPOLLIN, .data.fd = listener };
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
    struct epoll_event events[MostEvents];
    for (;;) {
        int ready = epoll_wait(poll, events, MostEvents, -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.fd != listener) {
                serve(events[i].data.fd);
                continue;
            }
            int connection = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
            if (connection < 0) {
                continue;
            }
            setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            event.events = EPOLLIN | EPOLLRDHUP | EPOLLET;
            event.data.fd = connection;
            epoll_ctl(poll, EPOLL_CTL_ADD, connection, &event);
        }
    }
}
