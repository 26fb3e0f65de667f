package io.edgedfa.host.simulate;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/** A TCP relay to a broker, for many connections, that can cut all of them at once. */
public final class CuttableRelay implements AutoCloseable {
    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel server;

    public CuttableRelay(URI broker) {
        server = new ServerBootstrap().group(loops).channel(NioServerSocketChannel.class).childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel board) {
                        join(board, broker);
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0).syncUninterruptibly().channel();
    }

    private void join(Channel board, URI broker) {
        open.add(board);
        new Bootstrap().group(board.eventLoop()).channel(NioSocketChannel.class).handler(new Copy(board))
                .connect(broker.getHost(), broker.getPort()).addListener((io.netty.channel.ChannelFuture done) -> {
                    if (done.isSuccess()) {
                        open.add(done.channel());
                        board.pipeline().addLast(new Copy(done.channel()));
                        board.config().setAutoRead(true);
                    } else {
                        board.close();
                    }
                });
    }

    private static final class Copy extends ChannelInboundHandlerAdapter {
        private final Channel to;

        Copy(Channel to) {
            this.to = to;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            to.writeAndFlush(bytes);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            to.close(); // the one side's end is the other's too
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cut) {
            context.close();
        }
    }

    public String uri() {
        return "tcp://127.0.0.1:" + ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Connections now, both sides counted. */
    public int connections() {
        return open.size();
    }

    /** Ends every connection without a word of MQTT. @return how many there were, both sides counted */
    public int cut() {
        int count = open.size();
        open.close().awaitUninterruptibly();
        return count;
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        cut();
        loops.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS);
    }
}
