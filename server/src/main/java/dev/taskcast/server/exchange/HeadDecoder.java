package dev.taskcast.server.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.ByteProcessor;
import java.util.List;

/**
 * Reads requests, and knows whether a part of a head has come: then its client is told why nothing more is read.
 *
 * <p>It takes longer heads than {@link Incoming} does, so that most of those that are refused were read, and the page that
 * sent one may read the answer: whose page it is stands in the head. What is longer still is no page's.
 */
public final class HeadDecoder extends HttpRequestDecoder {
    private static final int MAX_READ = 64 * 1024;
    private static final HttpDecoderConfig LIMITS =
            new HttpDecoderConfig().setMaxInitialLineLength(MAX_READ).setMaxHeaderSize(MAX_READ);

    private boolean isWithin;

    /** Of a connection. */
    public HeadDecoder() {
        super(LIMITS);
    }

    /** Whether something has come since the last part that was given on. */
    boolean isWithin() {
        return isWithin;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        int parts = out.size();
        int from = in.readerIndex();
        super.decode(ctx, in, out);
        isWithin = out.size() == parts && (isWithin || hasBegun(in, from));
    }

    /** Line breaks may come after any body, and begin nothing. */
    private static boolean hasBegun(ByteBuf in, int from) {
        return in.forEachByte(from, in.writerIndex() - from, ByteProcessor.FIND_NON_CRLF) >= 0;
    }
}
