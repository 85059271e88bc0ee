package dev.hawser.gateway.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hawser.contract.json.Json;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The mapper of HTTP bodies is the contract's strict one: a field that nobody knows is refused. */
final class JsonRules {

    @Produces
    @Singleton
    ObjectMapper mapper() {
        return Json.strictMapper().copy();
    }
}
