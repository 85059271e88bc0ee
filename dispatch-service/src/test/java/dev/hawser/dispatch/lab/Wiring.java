package dev.hawser.dispatch.lab;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/** Makes beans by their constructors and settings by the properties of the service: several pods in one test. */
public final class Wiring {

    private static final Properties PROPERTIES = properties();

    private final Map<Class<?>, Object> made = new HashMap<>();
    private final Map<String, String> overrides = new HashMap<>();

    /** An empty pod with a registry of metrics. */
    public Wiring() {
        with(MeterRegistry.class, new SimpleMeterRegistry());
    }

    /** Uses this instance for that type. */
    public <T> Wiring with(Class<T> type, T instance) {
        made.put(type, instance);
        return this;
    }

    /** Uses this value of a setting. */
    public Wiring with(String setting, String value) {
        overrides.put(setting, value);
        return this;
    }

    /** The one instance of a type. */
    public <T> T get(Class<T> type) {
        Object known = made.get(type);
        if (known == null) {
            known = type.isInterface() ? settings(type) : make(type);
            made.put(type, known);
        }
        return type.cast(known);
    }

    private Object make(Class<?> type) {
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        Object[] arguments =
                Arrays.stream(constructor.getParameterTypes()).map(this::get).toArray();
        try {
            return constructor.newInstance(arguments);
        } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot make " + type, e);
        }
    }

    private Object settings(Class<?> type) {
        String prefix = Objects.requireNonNull(type.getAnnotation(ConfigMapping.class), type.getName())
                .prefix();
        return Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> value(prefix, method));
    }

    private Object value(String prefix, Method method) {
        String name =
                prefix + '.' + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        WithDefault standard = method.getAnnotation(WithDefault.class);
        String text =
                overrides.getOrDefault(name, PROPERTIES.getProperty(name, standard == null ? "" : standard.value()));
        Class<?> type = method.getReturnType();
        if (type == Duration.class) {
            return Duration.parse(text.startsWith("P") ? text : "PT" + text);
        }
        if (type == int.class) {
            return Integer.parseInt(text);
        }
        return type == double.class
                ? (Object) Double.parseDouble(text)
                : new io.quarkus.runtime.configuration.MemorySizeConverter().convert(text);
    }

    private static Properties properties() {
        var properties = new Properties();
        try (InputStream file = Wiring.class.getResourceAsStream("/application.properties")) {
            properties.load(Objects.requireNonNull(file));
            return properties;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
