package dev.hawser.gateway.support;

import io.vertx.core.Vertx;
import java.lang.reflect.Field;
import java.util.Map;

/** Looks into Vert.x, which does not tell how many timers it has. */
public final class Timers {

    private Timers() {}

    /** How many timers are set. */
    public static int of(Vertx vertx) {
        try {
            Object target = unwrapped(vertx);
            Field field = target.getClass().getDeclaredField("timeouts");
            field.setAccessible(true);
            return ((Map<?, ?>) field.get(target)).size();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The bean may be a wrapper around the real one. */
    private static Object unwrapped(Vertx vertx) throws ReflectiveOperationException {
        Object target = vertx;
        while (!target.getClass().getSimpleName().equals("VertxImpl")) {
            Field delegate = field(target.getClass(), "delegate");
            delegate.setAccessible(true);
            target = delegate.get(target);
        }
        return target;
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        try {
            return type.getDeclaredField(name);
        } catch (NoSuchFieldException e) {
            return field(type.getSuperclass(), name);
        }
    }
}
