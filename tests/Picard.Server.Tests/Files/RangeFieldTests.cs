using System.Text;
using Picard.Gen;

namespace Picard.Server.Tests;

/// <summary>RFC 9110 §14.1.2 and §14.2: what a Range field selects of a representation.</summary>
public sealed class RangeFieldTests
{
    [Theory]
    [InlineData("bytes=0-0", "0-0")]
    [InlineData("bytes=0-99", "0-99")]
    [InlineData("bytes=0-100", "0-99")]
    [InlineData("bytes=0-", "0-99")]
    [InlineData("bytes=99-", "99-99")]
    [InlineData("bytes=5-10", "5-10")]
    [InlineData("bytes=-1", "99-99")]
    [InlineData("bytes=-100", "0-99")]
    [InlineData("bytes=-101", "0-99")]
    [InlineData("bytes=0-18446744073709551616", "0-99")]
    [InlineData("bytes=-99999999999999999999999999", "0-99")]
    [InlineData("bytes=007-009", "7-9")]
    [InlineData("BYTES=1-2", "1-2")]
    [InlineData("bytes= 1-2 ,\t4-5", "1-2,4-5")]
    [InlineData("bytes=,1-2,,4-5,", "1-2,4-5")]
    [InlineData("bytes=90-95,1-2,-1", "90-95,1-2,99-99")]
    [InlineData("bytes=1-2,200-300", "1-2")]
    [InlineData("bytes=100-,-0,3-3", "3-3")]
    [InlineData("bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8,9-9,10-10,11-11,12-12,13-13,14-14,15-15", "0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8,9-9,10-10,11-11,12-12,13-13,14-14,15-15")]
    public void Range_OfOctetsThatExist_SelectsThem(string value, string expected) => Assert.Equal(expected, Select(value, 100));

    [Theory]
    [InlineData("bytes=100-")]
    [InlineData("bytes=100-200")]
    [InlineData("bytes=-0")]
    [InlineData("bytes=99999999999999999999999999-")]
    [InlineData("bytes=-0,100-,500-600")]
    public void Range_OfNoOctetThatExists_IsUnsatisfiable(string value) => Assert.Equal("unsatisfiable", Select(value, 100));

    [Theory]
    [InlineData("")]
    [InlineData("bytes")]
    [InlineData("bytes=")]
    [InlineData("bytes=,")]
    [InlineData("bytes=-")]
    [InlineData("bytes=5")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=1-b")]
    [InlineData("bytes=--1")]
    [InlineData("bytes=1--2")]
    [InlineData("bytes=1-2-3")]
    [InlineData("bytes=+1-2")]
    [InlineData("bytes=0x1-2")]
    [InlineData("bytes=5-4")]
    [InlineData("bytes=1 - 2")]
    [InlineData("bytes =1-2")]
    [InlineData("bytes:1-2")]
    [InlineData("octets=1-2")]
    [InlineData("bytes=1-2,x")]
    [InlineData("bytes=1-2,5-4")]
    [InlineData("bytes=\"1-2\"")]
    [InlineData("bytes=1-2;3-4")]
    public void Range_ThatIsInvalid_IsIgnored(string value) => Assert.Equal("whole", Select(value, 100));

    [Theory]
    [InlineData("bytes=0-5,5-6")]
    [InlineData("bytes=0-,0-,0-")]
    [InlineData("bytes=0-0,0-0")]
    [InlineData("bytes=10-20,-85")]
    [InlineData("bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8,9-9,10-10,11-11,12-12,13-13,14-14,15-15,16-16")]
    public void Range_ThatAsksForTooMuch_IsIgnored(string value) => Assert.Equal("whole", Select(value, 100));

    [Theory]
    [InlineData("bytes=0-", "unsatisfiable")]
    [InlineData("bytes=0-0", "unsatisfiable")]
    [InlineData("bytes=-0", "unsatisfiable")]
    [InlineData("bytes=-5", "whole")]
    [InlineData("bytes=0-,-5", "whole")]
    public void Range_OfNothing_IsUnsatisfiable_UnlessItIsASuffix(string value, string expected) => Assert.Equal(expected, Select(value, 0));

    [Fact]
    public void Range_OfTheLargestFile_DoesNotOverflow() =>
        Assert.Equal($"{long.MaxValue - 1}-{long.MaxValue - 1},0-0", Select("bytes=-1,0-0", long.MaxValue));

    private static string Select(string value, long length)
    {
        Span<OctetRange> ranges = stackalloc OctetRange[RangeField.MaxRanges];
        return RangeField.Select(Encoding.Latin1.GetBytes(value), length, ranges, out var count) switch
        {
            RangeField.Selection.Whole => "whole",
            RangeField.Selection.Unsatisfiable => "unsatisfiable",
            _ => string.Join(',', ranges[..count].ToArray().Select(static range => $"{range.First}-{range.Last}")),
        };
    }
}
