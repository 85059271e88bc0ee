package dev.hawser.projector.lab;

import io.restassured.RestAssured;

/** What the service under test tells Prometheus. */
public final class Meters {

    private Meters() {}

    /** The sum of all series of a name; 0 if there is none. */
    public static double value(String name) {
        return sum(name, "");
    }

    /** The value of a name for a partition. */
    public static double value(String name, int partition) {
        return sum(name, "partition=\"" + partition + '"');
    }

    private static double sum(String name, String label) {
        return RestAssured.get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + ' ') || line.startsWith(name + '{'))
                .filter(line -> line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
