package dev.fresnel.kubernetes.stream;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.stream.Exit;
import dev.fresnel.api.stream.Session;
import dev.fresnel.api.stream.SessionWanted;
import dev.fresnel.spi.principal.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One program that is held, whoever looks at it or nobody. */
final class HeldSession implements ProgramSocket.Receiver {
    /** Output that is kept for who reads slowly or has gone for a moment. */
    static final int KEPT = 1 << 20;

    /** Input that may wait for the cluster. */
    static final int INPUT = 1 << 20;

    static final long LEFT = TimeUnit.SECONDS.toNanos(30);

    private final String id;
    private final String plugin;
    private final Principal principal;
    private final SessionWanted wanted;
    private final BiConsumer<HeldSession, Exit> done;
    private final ProgramSocket socket;

    private final Ring ring = new Ring();
    private final long startedAt = System.nanoTime();
    private long activeAt = startedAt;
    private long leftAt = startedAt;
    private long written;
    private boolean paused;
    private @Nullable Handle handle;
    private @Nullable Exit exit;

    /** @param done told once, when the program has ended */
    HeldSession(String id, String plugin, Principal principal, SessionWanted wanted, JsonCodec json, BiConsumer<HeldSession, Exit> done) {
        this.id = id;
        this.plugin = plugin;
        this.principal = principal;
        this.wanted = wanted;
        this.done = done;
        this.socket = new ProgramSocket(json, this);
    }

    String id() {
        return id;
    }

    Principal principal() {
        return principal;
    }

    SessionWanted wanted() {
        return wanted;
    }

    ProgramSocket socket() {
        return socket;
    }

    boolean belongsTo(String asker, Principal caller) {
        return plugin.equals(asker) && principal.key().equals(caller.key());
    }

    long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedAt);
    }

    synchronized long outputBytes() {
        return ring.end();
    }

    synchronized long inputBytes() {
        return written;
    }

    // ---- what the program says ----

    @Override
    public boolean output(byte stream, byte[] bytes) {
        boolean room;
        Handle told;
        synchronized (this) {
            ring.add(bytes, 0, bytes.length);
            activeAt = System.nanoTime();
            room = ring.size() < KEPT;
            paused = !room;
            told = handle;
        }
        tell(told);
        return room;
    }

    @Override
    public void taken() {
        tell(current());
    }

    private synchronized @Nullable Handle current() {
        return handle;
    }

    @Override
    public void ended(Exit how) {
        Handle told;
        synchronized (this) {
            exit = how;
            leftAt = System.nanoTime();
            told = handle;
        }
        done.accept(this, how);
        tell(told);
    }

    private static void tell(@Nullable Handle told) {
        if (told != null) {
            told.changed();
        }
    }

    // ---- who looks at it ----

    /**
     * A handle that was given out before is closed.
     *
     * @param closed told when the handle is closed
     */
    Session look(long received, Consumer<Session> closed) {
        Handle fresh;
        Handle former;
        synchronized (this) {
            former = handle;
            fresh = new Handle(Math.clamp(received, ring.first(), ring.end()), closed);
            handle = fresh;
        }
        tell(former);
        return fresh;
    }

    /** Why it has to end now; empty when it may go on. */
    synchronized Optional<Exit> overdue(long now) {
        if (exit != null) {
            return Optional.empty();
        }
        if (handle == null && now - leftAt > LEFT) {
            return Optional.of(new Exit(-1, "left", "Nobody came back to it."));
        }
        if (now - activeAt > wanted.idle().toNanos()) {
            return Optional.of(new Exit(-1, "idle", "Nothing happened for " + wanted.idle().toMinutes() + " minutes."));
        }
        return now - startedAt > wanted.longest().toNanos()
                ? Optional.of(new Exit(-1, "limit", "It has lasted " + wanted.longest().toMinutes() + " minutes."))
                : Optional.empty();
    }

    /** Whether it has ended and nobody will ask how. */
    synchronized boolean forgotten(long now) {
        return exit != null && handle == null && now - leftAt > LEFT;
    }

    private final class Handle implements Session {
        private volatile @Nullable Runnable then;
        private final Consumer<Session> closed;
        private long place;

        Handle(long place, Consumer<Session> closed) {
            this.closed = closed;
            this.place = place;
        }

        private boolean mine() {
            return handle == this;
        }

        void changed() {
            Runnable told = then;
            if (told != null) {
                told.run();
            }
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void whenChanged(Runnable told) {
            then = told;
            told.run();
        }

        @Override
        public byte[] read(int most) {
            synchronized (HeldSession.this) {
                if (!mine()) {
                    return new byte[0];
                }
                byte[] some = ring.read(place, most);
                place += some.length;
                return some;
            }
        }

        @Override
        public long place() {
            synchronized (HeldSession.this) {
                return place;
            }
        }

        @Override
        public void release(long until) {
            boolean again;
            synchronized (HeldSession.this) {
                if (!mine()) {
                    return;
                }
                ring.release(Math.min(until, place));
                again = paused && ring.size() < KEPT;
                paused &= !again;
            }
            if (again) {
                socket.more();
            }
        }

        @Override
        public void write(byte[] input) {
            synchronized (HeldSession.this) {
                if (!mine() || exit != null) {
                    return;
                }
                if (socket.held() + input.length > INPUT) {
                    throw new Problem(
                            Problem.Kind.LIMITED, "INPUT_TOO_FAST", "More than " + INPUT + " bytes of input wait for the program.", Map.of("most", INPUT), null);
                }
                written += input.length;
                activeAt = System.nanoTime();
            }
            socket.input(input);
        }

        @Override
        public long written() {
            return inputBytes();
        }

        @Override
        public long taken() {
            return socket.taken();
        }

        @Override
        public void endInput() {
            if (current() == this) {
                socket.endInput();
            }
        }

        @Override
        public void resize(int columns, int rows) {
            if (current() == this && columns > 0 && rows > 0 && columns < 10_000 && rows < 10_000) {
                socket.resize(columns, rows);
            }
        }

        @Override
        public Optional<Exit> exit() {
            synchronized (HeldSession.this) {
                if (!mine()) {
                    return Optional.of(new Exit(-1, "taken", "It goes on elsewhere."));
                }
                return place == ring.end() ? Optional.ofNullable(exit) : Optional.empty();
            }
        }

        @Override
        public void close() {
            then = null;
            closed.accept(this);
            synchronized (HeldSession.this) {
                if (mine()) {
                    handle = null;
                    leftAt = System.nanoTime();
                }
            }
        }

        @Override
        public void end() {
            boolean ours = current() == this;
            close();
            if (ours) {
                socket.close(new Exit(-1, "closed", ""));
            }
        }
    }
}
