namespace Picard.Gen.Analyzers.Tests;

public sealed class StreamsTests
{
    private const string Members = """
        readonly MemoryStream _memory = new();
        private readonly Stream _inMemory = new MemoryStream();
        private readonly StringWriter _text = new();
        private Stream _stream = Stream.Null;
        private TextWriter _writer = TextWriter.Null;
        public Stream Shared = Stream.Null;
        byte[] _bytes = [];
        static Stream Make() => new MemoryStream();
        static Stream Open() => File.OpenRead("a");
        bool Flag { get; set; }
        public void SetWriter(TextWriter writer) => _writer = writer;
        public void SetStream(Stream stream) => _stream = stream;
        """;

    [Theory]
    [InlineData("var s = new MemoryStream(); s.WriteByte(1); s.Read(_bytes, 0, 1);")]
    [InlineData("using var s = new MemoryStream(); s.CopyTo(Stream.Null);")]
    [InlineData("Stream s = new MemoryStream(); s.Read(_bytes, 0, 1);")]
    [InlineData("using (Stream s = new MemoryStream(_bytes)) { s.ReadExactly(_bytes); }")]
    [InlineData("_memory.WriteByte(1); _inMemory.WriteByte(1); _text.Write('a');")]
    [InlineData("using var z = new GZipStream(new MemoryStream(), CompressionLevel.Fastest); z.Write(_bytes);")]
    [InlineData("var o = new MemoryStream(); using (var z = new DeflateStream(o, CompressionMode.Compress, true)) { z.Write(_bytes); z.Flush(); }")]
    [InlineData("using var r = new StreamReader(new MemoryStream(_bytes)); r.ReadToEnd();")]
    [InlineData("using var m = new MemoryStream(); using var w = new StreamWriter(m, Encoding.UTF8); w.Write('a'); w.Flush();")]
    [InlineData("TextReader r = new StringReader(\"a\"); r.ReadLine(); r.ReadToEnd();")]
    [InlineData("var w = new StringWriter(); w.WriteLine('a'); TextWriter t = w; t.Write('a'); t.Flush();")]
    [InlineData("var b = new BinaryReader(new MemoryStream(_bytes)); b.ReadInt32(); var c = new BinaryWriter(_memory); c.Write(1);")]
    [InlineData("Stream s = Flag ? new MemoryStream() : new MemoryStream(_bytes); s.WriteByte(1);")]
    [InlineData("Stream s; if (Flag) s = new MemoryStream(); else s = Make(); s.WriteByte(1);")]
    [InlineData("Make().WriteByte(1);")]
    [InlineData("var v = JsonSerializer.Deserialize<int>(new MemoryStream(_bytes)); JsonSerializer.Serialize(_memory, v);")]
    [InlineData("var v = JsonSerializer.Deserialize<int>(\"1\"); var d = JsonDocument.Parse(_bytes);")]
    [InlineData("var d = XDocument.Load(new StringReader(\"<a/>\")); d.Save(new StringWriter());")]
    [InlineData("var x = XmlReader.Create(new StringReader(\"<a/>\")); while (x.Read()) { }")]
    [InlineData("var x = XmlWriter.Create(new StringBuilder()); x.WriteStartElement(\"a\"); x.Flush();")]
    [InlineData("var w = new Utf8JsonWriter(_memory); w.WriteStartObject(); w.Flush();")]
    [InlineData("var w = new Utf8JsonWriter(new System.Buffers.ArrayBufferWriter<byte>()); w.Flush();")]
    [InlineData("var s = typeof(C).Assembly.GetManifestResourceStream(\"a\")!; using var r = new StreamReader(s); r.ReadToEnd();")]
    [InlineData("var h = System.Security.Cryptography.SHA256.HashData(_bytes); h = System.Security.Cryptography.SHA256.HashData(_memory);")]
    [InlineData("_writer.Write('a');")]
    [InlineData("var z = new ZipArchive(new MemoryStream(_bytes)); foreach (var e in z.Entries) { var n = e.Name; }")]
    [InlineData("var z = new ZipArchive(new MemoryStream(_bytes)); foreach (var e in z.Entries) { using var s = e.Open(); s.CopyTo(_memory); }")]
    [InlineData("var z = new ZipArchive(_memory, ZipArchiveMode.Create, true); using (var s = z.CreateEntry(\"a\").Open()) { s.Write(_bytes); }")]
    [InlineData("var z = new ZipArchive(_memory); using var r = new StreamReader(z.GetEntry(\"a\")!.Open()); r.ReadToEnd(); var e = z.Entries[0]; e.Open().ReadByte(); z.Entries.First().Open().ReadByte();")]
    [InlineData("foreach (var s in new[] { new MemoryStream() }) { s.ReadByte(); }")]
    [InlineData("MemoryStream? m = null; m ??= new MemoryStream(); m.WriteByte(1); m?.WriteByte(2);")]
    [InlineData("if (_stream is MemoryStream m) m.WriteByte(1);")]
    [InlineData("Console.WriteLine('a'); if (File.Exists(\"a\")) File.Delete(\"a\");")]
    [InlineData("using var f = File.OpenRead(\"a\"); await f.ReadAsync(_bytes, token);")]
    [InlineData("var q = new List<int>().AsQueryable().Where(i => i > 1).ToList(); q.First();")]
    public void Call_OnWhatIsInMemory_IsHarmless(string body) => Assert.Equal([], Probe.Blocking(body, Members));

    [Theory]
    [InlineData("var s = File.OpenRead(\"a\"); s.Read(_bytes, 0, 1);", "s.Read(_bytes, 0, 1)")]
    [InlineData("using var s = new FileStream(\"a\", FileMode.Open); s.CopyTo(_memory);", "s.CopyTo(_memory)")]
    [InlineData("var s = new MemoryStream(); s.CopyTo(File.Create(\"a\"));", "s.CopyTo(File.Create(\"a\"))")]
    [InlineData("_stream.WriteByte(1);", "_stream.WriteByte(1)")]
    [InlineData("using var z = new ZipArchive(_memory); foreach (var e in z.Entries) { e.Open().CopyTo(Shared); }", "e.Open().CopyTo(Shared)")]
    [InlineData("using var z = new ZipArchive(_memory); z.GetEntry(\"a\")!.Open().CopyTo(_stream);", "z.GetEntry(\"a\")!.Open().CopyTo(_stream)")]
    [InlineData("Shared.WriteByte(1);", "Shared.WriteByte(1)")]
    [InlineData("Open().ReadByte();", "Open().ReadByte()")]
    [InlineData("Stream s = Flag ? new MemoryStream() : File.OpenRead(\"a\"); s.ReadByte();", "s.ReadByte()")]
    [InlineData("Stream s = new MemoryStream(); if (Flag) s = File.OpenRead(\"a\"); s.ReadByte();", "s.ReadByte()")]
    [InlineData("using var r = new StreamReader(\"a\"); r.ReadToEnd();", "r.ReadToEnd()")]
    [InlineData("using var r = File.OpenText(\"a\"); r.ReadLine();", "r.ReadLine()")]
    [InlineData("using var w = new StreamWriter(\"a\"); w.Write('a');", "w.Write('a')")]
    [InlineData("using TextWriter w = new StreamWriter(\"a\"); w.Write('a');", "w.Write('a')")]
    [InlineData("using var w = File.CreateText(\"a\"); w.WriteLine('a');", "w.WriteLine('a')")]
    [InlineData("using var z = new GZipStream(File.OpenRead(\"a\"), CompressionMode.Decompress); z.ReadByte();", "z.ReadByte()")]
    [InlineData("var b = new BinaryReader(File.OpenRead(\"a\")); b.ReadInt32();", "b.ReadInt32()")]
    [InlineData("var v = JsonSerializer.Deserialize<int>(_stream);", "JsonSerializer.Deserialize<int>(_stream)")]
    [InlineData("var d = XDocument.Load(\"a.xml\");", "XDocument.Load(\"a.xml\")")]
    [InlineData("var x = XmlReader.Create(\"a.xml\"); x.Read();", "x.Read()")]
    [InlineData("var s = new TcpClient().GetStream(); s.Write(_bytes);", "s.Write(_bytes)")]
    [InlineData("var p = Process.Start(\"a\"); p.StandardOutput.ReadToEnd();", "p.StandardOutput.ReadToEnd()")]
    [InlineData("var s = PipeReader.Create(_stream).AsStream(); s.ReadByte();", "s.ReadByte()")]
    [InlineData("Console.In.ReadLine();", "Console.In.ReadLine()")]
    [InlineData("File.ReadAllText(\"a\");", "File.ReadAllText(\"a\")")]
    [InlineData("var c = new TcpClient(\"a\", 1);", "new TcpClient(\"a\", 1)")]
    public void Call_OnWhatMayWait_Blocks(string body, string call) => Assert.Equal([call], Probe.Blocking(body, Members));

    [Theory]
    [InlineData("static int Read(Stream stream) => stream.ReadByte();")]
    [InlineData("static string Read(Stream stream) { using var reader = new StreamReader(stream); return reader.ReadToEnd(); }")]
    [InlineData("static void Read(TextWriter stream) => stream.Write('a');")]
    [InlineData("static void Read(Stream stream) { using var z = new GZipStream(stream, CompressionLevel.Fastest); z.WriteByte(1); }")]
    public void Call_OnAParameter_IsDecidedByTheCaller(string method)
    {
        var (operation, effect) = Assert.Single(Probe.Calls($"class C {{ {method} }}"));

        Assert.Equal("stream", Completion.DecidingParameter(operation, effect, default)?.Name);
    }
}
