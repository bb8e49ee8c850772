using System.Globalization;
using System.Text;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>Text that is written as content, compared with what the platform makes of it.</summary>
public sealed class ContentTextTests
{
    private static readonly DateTimeOffset s_time = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(-7));

    private enum Colour
    {
        Red,
        Green,
    }

    [Fact]
    public async Task InterpolatedValues_AreWrittenAsTheInvariantCultureFormatsThem()
    {
        object? nothing = null;
        int? none = null;
        int? some = -42;
        var octets = "octets"u8.ToArray();
        char[] letters = ['a', 'b'];
        var version = new Version(1, 2, 3);
        var expected = string.Create(
            CultureInfo.InvariantCulture,
            $"{1}|{-2L}|{3UL}|{(byte)4}|{1.5}|{1.5f}|{0.1m}|{1e300}|{double.NaN}|{true}|{'ü'}|{"text"}|{nothing}|{none}|{some}|{Colour.Green}|{s_time}|{s_time:O}|{s_time.Date:d}|{Guid.Empty}|{TimeSpan.FromHours(1.5)}|{version}|{1234.5:N2}|{255:X4}|{Colour.Green:D}|");
        expected += string.Create(CultureInfo.InvariantCulture, $"{42,6}|{42,-6}|{"é",4}|{"é",-4}|{none,3}|{version,8}|{1.25,9:F3}|{Colour.Red,7}|{new string('z', 70),-72}|{letters.AsSpan()}|{letters.AsSpan(),3}|{(Int128)7}|{new StringBuilder("sb")}");
        await AssertWrittenAsync(
            expected + "|octets",
            downstream =>
            {
                downstream.Write($"{1}|{-2L}|{3UL}|{(byte)4}|{1.5}|{1.5f}|{0.1m}|{1e300}|{double.NaN}|{true}|{'ü'}|{"text"}|{nothing}|{none}|{some}|{Colour.Green}|{s_time}|{s_time:O}|{s_time.Date:d}|{Guid.Empty}|{TimeSpan.FromHours(1.5)}|{version}|{1234.5:N2}|{255:X4}|{Colour.Green:D}|");
                downstream.Write($"{42,6}|{42,-6}|{"é",4}|{"é",-4}|{none,3}|{version,8}|{1.25,9:F3}|{Colour.Red,7}|{new string('z', 70),-72}|{letters.AsSpan()}|{letters.AsSpan(),3}|{(Int128)7}|{new StringBuilder("sb")}");
                downstream.Write($"|{octets.AsSpan()}");
            });
    }

    // Whatever lies where memory ends: a character is never torn, and none is lost.
    [Theory]
    [InlineData("x")]
    [InlineData("é")]
    [InlineData("€")]
    [InlineData("😀")]
    public async Task Text_IsWholeAcrossChunks(string character)
    {
        var text = string.Concat(Enumerable.Repeat(character, 8_000));
        for (var offset = 0; offset < 5; offset++)
        {
            var before = new string('-', offset);
            await AssertWrittenAsync(before + text, downstream =>
            {
                downstream.Write(before);
                downstream.Write(text);
            });
        }
    }

    [Fact]
    public Task TextThatIsNoText_BecomesReplacementCharacters() => AssertWrittenAsync(
        "a\uFFFDb\uFFFD",
        static downstream =>
        {
            downstream.Write("a\uD83Db");
            downstream.Write($"{"\uDE00"}");
        });

    [Theory]
    [InlineData(10)]
    [InlineData(8192)]
    [InlineData(20_000)]
    [InlineData(32_768)]
    public async Task Value_LargerThanTheMemoryAtHand_IsWhole(int length)
    {
        var expected = new string('7', length);
        await AssertWrittenAsync(expected, downstream => downstream.Write($"{new Sevens(length)}"));
        await AssertWrittenAsync("-" + expected[1..], downstream => downstream.Write($"-{new Sevens(length - 1)}"));
    }

    [Fact]
    public Task Value_LargerThanOneWrite_IsRefused() => AssertWrittenAsync(
        "before",
        static downstream =>
        {
            downstream.Write("before");
            Assert.Throws<ArgumentException>(() => downstream.Write($"{new Sevens(40_000)}"));
        });

    // RFC 9112 §7.1: no chunk is empty but the last, and sizes have no leading zeros (the decoder refuses them).
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(8178)]
    [InlineData(8186)]
    [InlineData(8192)]
    [InlineData(30_000)]
    public Task Chunks_OfEverySize_AreFramed(int size) => AssertWrittenAsync(
        new string('a', size) + new string('b', size > 1000 ? 1000 : size),
        downstream =>
        {
            downstream.Write(Encoding.ASCII.GetBytes(new string('a', size)));
            downstream.Write(ReadOnlySpan<byte>.Empty);
            downstream.Write("");
            downstream.Write($"{""}");
            for (var i = 0; i < Math.Min(size, 1000); i++)
            {
                downstream.Write("b"u8);
            }
        });

    private static async Task AssertWrittenAsync(string expected, Action<Downstream> write)
    {
        foreach (var length in new long?[] { null, Encoding.UTF8.GetByteCount(expected) })
        {
            var log = new EventLog
            {
                Script = downstream =>
                {
                    downstream.Begin(StatusCode.Ok, length);
                    write(downstream);
                    downstream.Complete();
                    return default;
                },
            };
            await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(log));
            var response = await server.ConverseAsync(Get("/send", "Connection: close\r\n"));
            Assert.Equal(expected, length is null ? Chunked.Decode(response) : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(TestPeer.ContentOf(response))));
            server.AssertQuietLog();
        }
    }

    private readonly struct Sevens(int length) : IUtf8SpanFormattable
    {
        public bool TryFormat(Span<byte> destination, out int written, ReadOnlySpan<char> format, IFormatProvider? provider)
        {
            written = 0;
            if (destination.Length < length)
            {
                return false;
            }

            destination[..length].Fill((byte)'7');
            written = length;
            return true;
        }
    }
}
