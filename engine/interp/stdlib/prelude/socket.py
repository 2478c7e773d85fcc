"""Sockets: the constants programs test, as on Linux; nothing is connected."""
__import__("_rest").unknown()
AF_UNSPEC = 0
AF_UNIX = 1
AF_INET = 2
AF_INET6 = 10
SOCK_STREAM = 1
SOCK_DGRAM = 2
SOCK_RAW = 3
SOL_SOCKET = 1
SO_REUSEADDR = 2
SO_KEEPALIVE = 9
IPPROTO_TCP = 6
IPPROTO_UDP = 17
IPPROTO_IPV6 = 41
TCP_NODELAY = 1
SHUT_RD = 0
SHUT_WR = 1
SHUT_RDWR = 2
SOMAXCONN = 4096
error, timeout, has_ipv6 = OSError, TimeoutError, True


class gaierror(OSError):
    pass
