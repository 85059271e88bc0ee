package dev.hawser.agent.daemon;

import dev.hawser.agent.session.AgentIdentity;
import dev.hawser.agent.session.LinkCredential;
import dev.hawser.agent.session.ServerClock;
import java.time.Instant;

/** What an agent has from its start to its end, linked or not. */
record AgentParts(AgentIdentity identity, LinkCredential credential, ServerClock clock, Instant startedAt) {}
