using Reconciler.Core.Reports;

namespace Reconciler.Core.Tests;

public class AuditActorTests
{
    [Theory]
    [InlineData("ann (uid 1000)", "anna (uid 1000)", true)] // renamed, or another name of the same account
    [InlineData("ann (uid 1000)", "ann (uid 1001)", false)] // the name was given to somebody else
    [InlineData(@"WORK\ann (S-1-5-21-1-2-3-1104)", @"HOME\ann (S-1-5-21-9-8-7-1001)", false)]
    [InlineData("ann", @"WORK\Ann (S-1-5-21-1-2-3-1104)", true)] // from before ids were kept
    [InlineData("ann", "bob (uid 1000)", false)]
    [InlineData("eve (uid 0) (uid 1000)", "root (uid 0)", false)] // a name may be anything; what stands last was written by the program
    public void A_person_is_one_account_whatever_it_is_called(string one, string other, bool isSame) =>
        Assert.Equal(isSame, AuditActor.Parse(one).IsSamePersonAs(AuditActor.Parse(other)));

    [Theory]
    [InlineData("ann", "uid 1000")]
    [InlineData("WORK\\ann (old)", "S-1-5-21-1-2-3-1104")]
    public void It_reads_back_as_it_was_written(string name, string id) =>
        Assert.Equal(new AuditActor(name, id), AuditActor.Parse(new AuditActor(name, id).ToString()));

    [Fact]
    public void A_head_is_found_in_a_log_a_report_and_a_mail()
    {
        var head = new AuditHead(27, new string('a', 63) + "0");

        Assert.Equal(head, AuditHead.Parse(head.ToString()));
        Assert.Equal([head, AuditHead.None], AuditHead.FindAll($"{{\"@mt\":\"audit-head {{Head}}\",\"@m\":\"audit-head {head}\"}}\n<p>audit-head {AuditHead.None}</p> audit-head 5:abc"));
        Assert.Null(AuditHead.Parse("27:" + new string('A', 64)));
        Assert.Null(AuditHead.Parse("27"));
    }
}
