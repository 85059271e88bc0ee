package dev.hawser.localstack.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Chooses TCP ports of this machine, outside of the range that outgoing connections use.
 *
 * <p>A port that was given out belongs to this JVM until it ends: no other process of this user that asks here gets it,
 * and this one gets it again only by preferring it.
 */
public final class FreePorts {

    private static final int FIRST = 20_000;
    private static final int LAST = 31_999;
    private static final int TRIES = 400;

    private FreePorts() {}

    /**
     * The preferred port if it is free and no other process of this user was given it, else another one. A server that
     * starts again thus gets the port that it had.
     */
    public static int choose(int preferred) {
        return reserve(preferred) ? preferred : choose();
    }

    /** Ports of one caller, each the preferred one where that is possible; all differ. */
    public static List<Integer> choose(List<Integer> preferred) {
        var chosen = new ArrayList<Integer>();
        for (int wanted : preferred) {
            chosen.add(chosen.contains(wanted) ? choose() : choose(wanted));
        }
        return List.copyOf(chosen);
    }

    /** A free port that was never given out before. */
    public static int choose() {
        RandomGenerator random = RandomGenerator.getDefault();
        for (int tries = 0; tries < TRIES; tries++) {
            int port = random.nextInt(FIRST, LAST + 1);
            if (!PortLocks.holds(port) && reserve(port)) {
                return port;
            }
        }
        throw new LocalStackException("no free port between %d and %d on this machine".formatted(FIRST, LAST));
    }

    /** True if a server could listen on this port now: of the loopback addresses and of all addresses. */
    public static boolean isFree(int port) {
        return port > 0
                && canListen(new InetSocketAddress(port))
                && canListen(new InetSocketAddress(loopback("127.0.0.1"), port))
                && (!hasIpv6() || canListen(new InetSocketAddress(loopback("::1"), port)));
    }

    private static boolean reserve(int port) {
        if (port <= 0) {
            return false;
        }
        boolean held = PortLocks.holds(port);
        if (!held && !PortLocks.take(port)) {
            return false;
        }
        if (isFree(port)) {
            return true;
        }
        if (!held) {
            PortLocks.release(port);
        }
        return false;
    }

    private static boolean canListen(InetSocketAddress address) {
        try (var socket = new ServerSocket()) {
            // A connection that has just ended does not count: no server of ours minds it.
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static boolean hasIpv6() {
        return canListen(new InetSocketAddress(loopback("::1"), 0));
    }

    private static InetAddress loopback(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address in figures needs no resolver", impossible);
        }
    }
}
