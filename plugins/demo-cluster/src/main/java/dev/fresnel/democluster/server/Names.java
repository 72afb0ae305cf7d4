package dev.fresnel.democluster.server;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.UUID;

/** Uids, name suffixes, addresses and times; the same seed gives the same ones. */
public final class Names {
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final SplittableRandom random;
    private int addresses = 10;
    private int ports = 30080;

    public Names(long seed) {
        random = new SplittableRandom(seed);
    }

    public synchronized String uid() {
        long high = random.nextLong() & 0xffffffffffff0fffL | 0x4000L;
        long low = random.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    public synchronized String suffix(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /** Ten such letters that depend on the text alone, as the hash of a pod template does. */
    public static String hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        SplittableRandom letters = new SplittableRandom(hash);
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            word.append(ALPHABET.charAt(letters.nextInt(ALPHABET.length())));
        }
        return word.toString();
    }

    public synchronized int below(int bound) {
        return random.nextInt(bound);
    }

    synchronized String serviceAddress() {
        addresses++;
        return "10.96." + addresses / 250 + "." + (addresses % 250 + 2);
    }

    synchronized int nodePort() {
        ports += 13;
        return ports > 32767 ? 30000 + ports % 2768 : ports;
    }

    public static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public static String micros(Instant instant) {
        return MICROS.format(instant);
    }
}
