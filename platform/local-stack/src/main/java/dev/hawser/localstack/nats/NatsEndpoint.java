package dev.hawser.localstack.nats;

/** Where clients find NATS: one server, or a cluster. */
public interface NatsEndpoint {

    /** The addresses for services, separated by commas. */
    String clientUrls();

    /** The addresses that agents are given, separated by commas: NATS, then WebSocket. */
    String publicUrls();

    /** How many copies of each JetStream stream there can be. */
    int replicas();
}
