namespace Picard.Gen.Tasks;

/// <summary>What types and methods of the framework say of the values they make.</summary>
internal static class Values
{
    private static readonly HashSet<string> s_memory = new(StringComparer.Ordinal)
    {
        "System.IO.MemoryStream", "System.IO.UnmanagedMemoryStream", "System.IO.StringReader", "System.IO.StringWriter", "System.Text.StringBuilder", "System.Xml.XmlNodeReader",
    };

    private static readonly HashSet<string> s_slow = new(StringComparer.Ordinal)
    {
        "System.IO.FileStream", "System.Net.Sockets.NetworkStream", "System.Net.Security.SslStream", "System.Net.Security.NegotiateStream", "System.IO.Pipes.NamedPipeClientStream",
        "System.IO.Pipes.NamedPipeServerStream", "System.IO.Pipes.AnonymousPipeClientStream", "System.IO.Pipes.AnonymousPipeServerStream", "System.Net.Quic.QuicStream",
    };

    private static readonly HashSet<string> s_streams = new(StringComparer.Ordinal)
    {
        "System.IO.Stream", "System.IO.TextReader", "System.IO.TextWriter", "System.IO.StreamReader", "System.IO.StreamWriter", "System.IO.BinaryReader", "System.IO.BinaryWriter",
        "System.Xml.XmlReader", "System.Xml.XmlWriter", "System.Text.Json.Utf8JsonWriter", "System.IO.Compression.GZipStream", "System.IO.Compression.DeflateStream",
        "System.IO.Compression.BrotliStream", "System.IO.Compression.ZLibStream", "System.IO.BufferedStream", "System.Security.Cryptography.CryptoStream",
    };

    private static readonly HashSet<string> s_questions = new(StringComparer.Ordinal)
    {
        "get_IsCompleted", "get_IsCompletedSuccessfully", "get_IsFaulted", "get_IsCanceled", "get_Status",
    };

    public static ValueOrigin OfType(string type) => s_memory.Contains(type) ? ValueOrigin.Memory : s_slow.Contains(type) ? ValueOrigin.Slow : ValueOrigin.Unknown;

    public static bool IsStream(string type) => s_streams.Contains(type) || OfType(type) != ValueOrigin.Unknown;

    public static bool IsTask(string type) => type is "System.Threading.Tasks.Task" or "System.Threading.Tasks.Task`1" or "System.Threading.Tasks.ValueTask" or "System.Threading.Tasks.ValueTask`1";

    public static bool IsTime(string type) => type is "System.Int32" or "System.TimeSpan";

    public static bool IsDelegate(string type) => type.StartsWith("System.Func`", StringComparison.Ordinal) || type.StartsWith("System.Action", StringComparison.Ordinal) || type.StartsWith("System.Predicate`", StringComparison.Ordinal);

    /// <summary>Whether a method waits for a task itself, and not for an awaiter of it.</summary>
    public static bool IsWaitOnTask(MethodName method) => IsTask(method.Type) && method.Member is "get_Result" or "Wait";

    /// <summary>Whether a method says whether tasks are complete; in asynchronous code, where it is awaited, <c>WhenAll</c> does.</summary>
    public static bool AsksTasks(MethodName method, bool isAsynchronous) =>
        IsTask(method.Type) ? s_questions.Contains(method.Member) || (isAsynchronous && method.Member is "WhenAll" or "WhenAny")
        : method.Returns == "System.Boolean" && method.Parameters is [var task] && IsTask(task);

    /// <summary>Whether a method of the framework calls a delegate that it gets before it returns, or when what it returns is looked at; one that fills a cache is called once.</summary>
    public static bool CallsItsDelegates(MethodName method) =>
        method.Member != "GetOrAdd" && (method.Type.StartsWith("System.Linq.", StringComparison.Ordinal) || method.Type.StartsWith("System.Collections.", StringComparison.Ordinal) || method.Type == "System.Array" || IsDelegate(method.Type));

    /// <summary>Whether a method makes an exception, which is no way that code takes every day.</summary>
    public static bool MakesException(MethodName method) => (method.Member == ".ctor" ? method.Type : method.Returns).EndsWith("Exception", StringComparison.Ordinal);

    /// <summary>Whether a method returns the task that it is called on, or something that is complete when that is.</summary>
    public static bool PassesTask(MethodName method) => method.Member is "GetAwaiter" or "ConfigureAwait" or "AsTask" or "Preserve" && method.Type.StartsWith("System.", StringComparison.Ordinal);

    public static StackValue Created(MethodName constructor, StackValue[] arguments)
    {
        var type = constructor.Type;
        if (arguments is [_, { Target: { } target }])
        {
            return new StackValue(Type: type, Target: target);
        }

        var origin = OfType(type);
        if (type.StartsWith("System.Threading.Tasks.ValueTask", StringComparison.Ordinal))
        {
            return constructor.Parameters is [var of, ..] && (IsTask(of) || of.StartsWith("System.Threading.Tasks.Sources.", StringComparison.Ordinal)) ? arguments[0] with { Type = type } : new StackValue(ValueOrigin.Complete, type);
        }

        return origin != ValueOrigin.Unknown || !IsStream(type) ? new StackValue(origin, type)
            : constructor.Parameters is ["System.String", ..] ? new StackValue(ValueOrigin.Slow, type)
            : Around(constructor, arguments, type);
    }

    public static StackValue Returned(MethodName method, StackValue[] arguments)
    {
        var type = method.Returns;
        switch (method.Member)
        {
            case "FromResult" or "FromException" or "FromCanceled" or "get_CompletedTask":
                return new StackValue(ValueOrigin.Complete, type);

            // What only looks at the task.
            case "GetAwaiter" or "ConfigureAwait" or "AsTask" or "Preserve" when arguments.Length > 0:
                return arguments[0] with { Type = type, Slot = -1 };

            case "get_BaseStream" when arguments.Length > 0:
                return arguments[0] with { Type = type };

            case "Create" or "Synchronized" when IsStream(type):
                return Around(method, arguments, type);

            case "FromSeconds" or "FromMilliseconds" or "FromMinutes" when method.Type == "System.TimeSpan" && arguments.Length > 0:
                return new StackValue(Type: type, Number: arguments[0].Number, Parameter: -1);

            default:
                var isSlow = method.Type is "System.IO.File" or "System.IO.FileInfo" or "System.Diagnostics.Process" && IsStream(type);
                return new StackValue(isSlow ? ValueOrigin.Slow : OfType(type), type);
        }
    }

    /// <summary>Of what is made around a stream: what the stream is.</summary>
    private static StackValue Around(MethodName maker, StackValue[] arguments, string type)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var parameter = maker.Parameters[Math.Max(i - (arguments.Length - maker.Parameters.Count), 0)];
            if (IsStream(parameter) || IsStream(arguments[i].Type))
            {
                return new StackValue(arguments[i].Origin, type, arguments[i].Parameter);
            }

            if (parameter == "System.Text.StringBuilder" || parameter.StartsWith("System.Buffers.IBufferWriter", StringComparison.Ordinal))
            {
                return new StackValue(ValueOrigin.Memory, type);
            }
        }

        return new StackValue(Type: type);
    }
}
