package dev.fresnel.insight;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.principal.Permissions;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code POST /api/v1/insight/shell}: one command line for a Gogo runtime that somebody dropped in, for those who may change
 * plugins. There is no other way to it: its console is never opened.
 */
@Component
@RootRoute(method = Method.POST, path = "/api/v1/insight/shell")
public final class ShellEndpoint implements RootEndpoint {
    private static final String PROCESSOR = "org.apache.felix.service.command.CommandProcessor";
    private static final int BODY = 16 * 1024;
    private static final int OUTPUT = 256 * 1024;
    private static final long PATIENCE_SECONDS = 10;

    private final BundleContext context;
    private final JsonCodec json;
    private final Permissions permissions;
    private final Audit audit;

    @Activate
    public ShellEndpoint(BundleContext context, @Reference JsonCodec json, @Reference Permissions permissions, @Reference Audit audit) {
        this.context = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getBundleContext(); // sees services of any class space
        this.json = json;
        this.permissions = permissions;
        this.audit = audit;
    }

    @Override
    public Response handle(RootRequest request) throws Exception {
        permissions.require(request.principal(), "update", Permissions.PLUGINS);
        String command = json.parse(request.body(), BODY).get("command").text();
        var reference = context.getServiceReference(PROCESSOR);
        Object processor = reference == null ? null : context.getService(reference);
        if (processor == null) {
            throw new Problem(Problem.Kind.MISSING, "SHELL_MISSING", "No shell is installed: drop Felix Gogo's runtime and command bundles into the plugins folder.");
        }
        audit.write(new Audit.Line(request.principal(), "shell.run", "", command, Audit.Result.OK, 200, Map.of()));
        try {
            return Response.json(run(processor, command)).withHeader("Cache-Control", "no-store");
        } finally {
            context.ungetService(reference);
        }
    }

    /** Output of a command; text alone leaves here. */
    record Said(String out, String result, String error) {}

    private static Said run(Object processor, String command) throws Exception {
        var out = new Limited();
        var task = new FutureTask<>(() -> execute(processor, command, new PrintStream(out, true, StandardCharsets.UTF_8)));
        Thread thread = Thread.ofPlatform().name("shell").daemon().inheritInheritableThreadLocals(false).start(task);
        try {
            String result = task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new Said(out.text(), result, "");
        } catch (TimeoutException e) {
            thread.interrupt();
            return new Said(out.text(), "", "did not end within " + PATIENCE_SECONDS + " s");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() instanceof InvocationTargetException wrapped && wrapped.getCause() != null ? wrapped.getCause() : e.getCause();
            return new Said(out.text(), "", cause.getClass().getSimpleName() + ": " + cause.getMessage());
        }
    }

    private static String execute(Object processor, String command, PrintStream out) throws Exception {
        ClassLoader loader = processor.getClass().getClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        Class<?> type = loader.loadClass(PROCESSOR);
        Object session = type.getMethod("createSession", InputStream.class, OutputStream.class, OutputStream.class).invoke(processor, InputStream.nullInputStream(), out, out);
        Class<?> sessions = loader.loadClass("org.apache.felix.service.command.CommandSession");
        try {
            Object result = sessions.getMethod("execute", CharSequence.class).invoke(session, command);
            return result == null ? "" : String.valueOf(sessions.getMethod("format", Object.class, int.class).invoke(session, result, 0));
        } finally {
            sessions.getMethod("close").invoke(session);
        }
    }

    /** Keeps the beginning. */
    private static final class Limited extends ByteArrayOutputStream {
        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, Math.max(0, Math.min(length, OUTPUT - count)));
        }

        @Override
        public synchronized void write(int one) {
            if (count < OUTPUT) {
                super.write(one);
            }
        }

        synchronized String text() {
            return toString(StandardCharsets.UTF_8);
        }
    }
}
