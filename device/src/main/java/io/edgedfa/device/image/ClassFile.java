package io.edgedfa.device.image;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A class file (Java Virtual Machine Specification, chapter 4) as far as an image needs it: the names it mentions, and the same
 * class without some attributes.
 */
final class ClassFile {
    private static final int MAGIC = 0xCAFEBABE;
    private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w/$]+)[;<]");

    private final byte[] bytes;
    /** By index in the constant pool. */
    private final Map<Integer, String> texts = new HashMap<>();
    private final int afterPool;

    /** @throws IllegalArgumentException for bytes that are no class file */
    ClassFile(byte[] bytes) {
        this.bytes = bytes;
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < 24 || in.getInt() != MAGIC) {
            throw new IllegalArgumentException("not a class file");
        }
        in.position(8);
        int count = u2(in);
        for (int i = 1; i < count; i++) {
            i += constant(in, i);
        }
        afterPool = in.position();
    }

    /** Reads past a constant. @return how many further indices it takes */
    private int constant(ByteBuffer in, int index) {
        int tag = in.get();
        switch (tag) {
            case 1 -> {
                byte[] text = new byte[u2(in)];
                in.get(text);
                texts.put(index, new String(text, StandardCharsets.UTF_8));
            }
            case 3, 4, 9, 10, 11, 12, 17, 18 -> skip(in, 4);
            case 5, 6 -> skip(in, 8);
            case 7, 8, 16, 19, 20 -> skip(in, 2);
            case 15 -> skip(in, 3);
            default -> throw new IllegalArgumentException("constant " + index + " has tag " + tag);
        }
        return tag == 5 || tag == 6 ? 1 : 0;
    }

    /**
     * Everything in the constants that could be the name of a class, with slashes: classes named by code, in descriptors,
     * signatures and annotations, and texts that a program may hand to {@link Class#forName(String)}. Far too many, never too few.
     */
    Set<String> mentions() {
        Set<String> names = new HashSet<>();
        for (String text : texts.values()) {
            names.add(text.replace('.', '/'));
            Matcher descriptor = IN_DESCRIPTOR.matcher(text);
            while (descriptor.find()) {
                names.add(descriptor.group(1));
            }
        }
        return names;
    }

    /** The class without the attributes of these names, its own, its members' and its code's. */
    byte[] without(Set<String> attributes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).position(afterPool);
        ByteArrayOutputStream written = new ByteArrayOutputStream(bytes.length);
        try (DataOutputStream out = new DataOutputStream(written)) {
            out.write(bytes, 0, afterPool);
            copy(in, out, 6);
            int interfaces = u2(in);
            out.writeShort(interfaces);
            copy(in, out, 2 * interfaces);
            members(in, out, attributes);
            members(in, out, attributes);
            attributes(in, out, attributes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return written.toByteArray();
    }

    /** Fields or methods. */
    private void members(ByteBuffer in, DataOutputStream out, Set<String> without) throws IOException {
        int count = u2(in);
        out.writeShort(count);
        for (int i = 0; i < count; i++) {
            copy(in, out, 6);
            attributes(in, out, without);
        }
    }

    private void attributes(ByteBuffer in, DataOutputStream out, Set<String> without) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        int count = 0;
        int all = u2(in);
        for (int i = 0; i < all; i++) {
            int name = u2(in);
            ByteBuffer content = in.slice(in.position() + 4, in.getInt(in.position()));
            skip(in, 4 + content.capacity());
            if (!without.contains(texts.get(name))) {
                byte[] value = texts.get(name).equals("Code") ? code(content, without) : array(content);
                DataOutputStream one = new DataOutputStream(kept);
                one.writeShort(name);
                one.writeInt(value.length);
                one.write(value);
                count++;
            }
        }
        out.writeShort(count);
        kept.writeTo(out);
    }

    /** Section 4.7.3: limits, code, exception table, and attributes of its own. */
    private byte[] code(ByteBuffer in, Set<String> without) throws IOException {
        ByteArrayOutputStream value = new ByteArrayOutputStream(in.capacity());
        DataOutputStream out = new DataOutputStream(value);
        copy(in, out, 8 + in.getInt(4));
        int handlers = u2(in);
        out.writeShort(handlers);
        copy(in, out, 8 * handlers);
        attributes(in, out, without);
        return value.toByteArray();
    }

    private static byte[] array(ByteBuffer in) {
        byte[] content = new byte[in.remaining()];
        in.get(content);
        return content;
    }

    private static void copy(ByteBuffer in, DataOutputStream out, int count) throws IOException {
        byte[] content = new byte[count];
        in.get(content);
        out.write(content);
    }

    private static int u2(ByteBuffer in) {
        return Short.toUnsignedInt(in.getShort());
    }

    private static void skip(ByteBuffer in, int count) {
        in.position(in.position() + count);
    }
}
