using System.Net;
using System.Net.Sockets;

namespace Reconciler.TestSupport;

/// <summary>For servers that cannot choose a free port themselves.</summary>
public static class FreePort
{
    /// <summary>Free a moment ago; somebody else may take it before it is used.</summary>
    public static int Find()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
